import type { EngineName } from '@/lib/instances/engines.ts'

/** What of a node its settings follow from. */
interface NodeSize {
  memoryBytes: number
  vcpus: number
}

/** Node types give memory in GB or GiB; both spellings of one size must derive the same. */
function gigabytesOf(memoryBytes: number): number {
  const gibibytes = memoryBytes / 1024 ** 3
  return Number.isInteger(gibibytes) ? gibibytes : memoryBytes / 1000 ** 3
}

function clamp(value: number, low: number, high: number): string {
  return String(Math.min(high, Math.max(low, Math.floor(value))))
}

/**
 * Settings that follow from the node's size unless they are overridden, in the catalogue's units. At
 * 2 GB and 4 GB they are exactly what the RDB API shows; other sizes continue the line.
 */
export function nodeValues(engine: EngineName, node: NodeSize): Readonly<Record<string, string>> {
  const gigabytes = gigabytesOf(node.memoryBytes)
  const connections = clamp(50 + 25 * gigabytes, 50, 1000)
  if (engine === 'mysql') return { max_connections: connections }
  const parallel = Math.min(64, Math.floor(Math.min(node.vcpus, gigabytes / 4)))
  return {
    effective_cache_size: String(Number(clamp(gigabytes * 6.75, 1, 10_000)) * 100),
    maintenance_work_mem: clamp(gigabytes * 75, 16, 2047),
    max_connections: connections,
    max_parallel_workers: String(parallel),
    max_parallel_workers_per_gather: String(Math.floor(parallel / 2)),
    work_mem: clamp(gigabytes * 2, 4, 256),
  }
}
