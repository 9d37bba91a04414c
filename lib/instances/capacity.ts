import type { NodeType } from './node-types.ts'

/** What a machine has and what is promised of it, in bytes. */
export interface Capacity {
  memoryBytes: number
  promisedMemoryBytes: number
  /** Free space of the file system that instances lie on. */
  diskFreeBytes: number
  promisedVolumeBytes: number
}

/** Kept for the system, the agent, the console and the control database. */
const reservedMemoryBytes = 1024 ** 3
const reservedDiskBytes = 2 * 10 ** 9

const gigabytes = (bytes: number): string => `${(Math.max(bytes, 0) / 10 ** 9).toFixed(1)} GB`

/** Memory that may still be promised. */
export function freeMemoryBytes(capacity: Capacity): number {
  return capacity.memoryBytes - reservedMemoryBytes - capacity.promisedMemoryBytes
}

/** Disk that may still be promised; promised volumes count in full, however little they hold. */
export function freeVolumeBytes(capacity: Capacity): number {
  return capacity.diskFreeBytes - reservedDiskBytes - capacity.promisedVolumeBytes
}

/** Why a node type does not fit on the machine, in a sentence; null when it fits. */
export function whyNodeTypeDoesNotFit(type: NodeType, capacity: Capacity): string | null {
  const free = freeMemoryBytes(capacity)
  if (type.memoryBytes <= free) return null
  return `Needs ${gigabytes(type.memoryBytes)} of memory; ${gigabytes(free)} of this machine are not promised yet.`
}

/** Why a volume does not fit on the machine, in a sentence; null when it fits. */
export function whyVolumeDoesNotFit(sizeBytes: number, capacity: Capacity): string | null {
  const free = freeVolumeBytes(capacity)
  if (sizeBytes <= free) return null
  return `Needs ${gigabytes(sizeBytes)} of disk; ${gigabytes(free)} of this machine are not promised yet.`
}
