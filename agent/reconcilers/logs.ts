import type { LogBounds } from '@/agent/engines/driver.ts'
import type { LocalContext } from '@/agent/platforms/local/context.ts'
import {
  driverOf,
  loadInstances,
  nodeCredentials,
  nodeSpec,
  type LocalInstance,
  type LocalNode,
} from '@/agent/platforms/local/load.ts'
import { isLocked } from '@/agent/process/lock.ts'
import { logger } from '@/lib/log/log.ts'

const dayMs = 86_400_000
const mostBytes = 1024 ** 3

/** What the instance asks for; without a wish a tenth of its volume, at most 1 GiB. */
export function logBounds(
  instance: Pick<LocalInstance, 'logsMaxAgeDays' | 'logsMaxBytes' | 'volumeSizeBytes'>,
): LogBounds {
  const fallback = Math.min(mostBytes, Math.floor(Number(instance.volumeSizeBytes) / 10))
  const { logsMaxBytes } = instance
  return {
    maxAgeMs: instance.logsMaxAgeDays * dayMs,
    maxBytes: logsMaxBytes === null ? fallback : Number(logsMaxBytes),
  }
}

async function tend(context: LocalContext, instance: LocalInstance, node: LocalNode) {
  const spec = nodeSpec(context, instance, node)
  const driver = driverOf(instance)
  await driver.tendLogs(spec, logBounds(instance))
  if (node.health === 'healthy') await driver.guard(spec, await nodeCredentials(node.id))
}

/** Keeps every node's logs within bounds and its users free of those that nobody may be. */
export async function tendNodes(context: LocalContext): Promise<void> {
  for (const instance of await loadInstances()) {
    if (instance.status === 'provisioning' || instance.status === 'deleting') continue
    for (const node of instance.nodes) {
      if (isLocked(`node:${node.id}`)) continue
      await tend(context, instance, node).catch((error: unknown) => {
        logger('logs').warn({ err: error, nodeId: node.id }, 'node was not tended to')
      })
    }
  }
}
