import type { LocalContext } from '@/agent/platforms/local/context.ts'
import { closeEndpoints } from '@/agent/platforms/local/endpoint.ts'
import { stopEngine } from '@/agent/platforms/local/engine.ts'
import type { LocalInstance } from '@/agent/platforms/local/load.ts'
import { withLock } from '@/agent/process/lock.ts'
import { now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'
import { logger } from '@/lib/log/log.ts'

/**
 * Closes every endpoint and stops every engine cleanly, all at once; one that fails does not keep
 * the others from stopping. What each node should do stays recorded: the next start brings it back.
 */
export async function stopInstances(
  context: LocalContext,
  instances: readonly LocalInstance[],
): Promise<void> {
  const log = logger('shutdown')
  await Promise.all(
    instances.map(async (instance) => {
      await closeEndpoints(context, instance).catch((error: unknown) => {
        log.error({ err: error, instanceId: instance.id }, 'endpoint did not close')
      })
      for (const node of instance.nodes) {
        await withLock(`node:${node.id}`, () => stopEngine(context, instance, node)).catch(
          (error: unknown) => {
            log.error({ err: error, nodeId: node.id }, 'engine did not stop cleanly')
          },
        )
      }
    }),
  )
  await db()
    .node.updateMany({
      data: { health: 'stopped', healthReason: null, healthChangedAt: now() },
    })
    .catch((error: unknown) => {
      log.warn({ err: error }, 'health was not recorded')
    })
}
