import type { LocalContext } from '@/agent/platforms/local/context.ts'
import { ensureEndpointsOpen } from '@/agent/platforms/local/endpoint.ts'
import { loadInstances } from '@/agent/platforms/local/load.ts'
import { logger } from '@/lib/log/log.ts'

/** Statuses in which an operation has the endpoint in hand. */
const handledByOperation = new Set(['provisioning', 'restarting', 'deleting'])

/** Brings back every endpoint that should be open, with its target and allowed addresses. */
export async function reconcileEndpoints(context: LocalContext): Promise<void> {
  const instances = await loadInstances()
  for (const instance of instances) {
    if (handledByOperation.has(instance.status)) continue
    if (!instance.endpoints.some(({ isOpen }) => isOpen)) continue
    await ensureEndpointsOpen(context, instance).catch((error: unknown) => {
      logger('endpoints').warn({ err: error, instanceId: instance.id }, 'endpoint is not open')
    })
  }
}
