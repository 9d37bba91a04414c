import { EndpointError } from '@/agent/endpoints/errors.ts'
import type { LocalContext } from '@/agent/platforms/local/context.ts'
import {
  endpointSpec,
  loadInstance,
  primaryOf,
  type LocalInstance,
} from '@/agent/platforms/local/load.ts'
import { reservePorts } from '@/agent/platforms/local/reserve.ts'
import { StepFailure } from '@/agent/platforms/platform.ts'
import { withLock } from '@/agent/process/lock.ts'
import { db } from '@/lib/db/db.ts'

/**
 * Opens the new instance's endpoints towards its primary; one that runs already is put right.
 * A port that another program took since it was reserved is exchanged: no client knows it yet.
 */
export async function openNewEndpoint(context: LocalContext, instanceId: string): Promise<string> {
  let instance = await loadInstance(instanceId)
  try {
    await ensureEndpointsOpen(context, instance)
  } catch (error) {
    if (!(error instanceof EndpointError) || error.code !== 'port_in_use') throw error
    await db().endpoint.deleteMany({ where: { instanceId, isOpen: false } })
    await reservePorts(context, instanceId)
    instance = await loadInstance(instanceId)
    await ensureEndpointsOpen(context, instance)
  }
  const node = primaryOf(instance)
  await db().endpoint.updateMany({
    where: { instanceId },
    data: { isOpen: true, targetNodeId: node.id },
  })
  const [endpoint] = instance.endpoints
  if (!endpoint) throw new StepFailure('no_endpoint', 'The instance has no endpoint.')
  return `${context.environment.publicHost}:${String(endpoint.port)}`
}

/** Makes every endpoint of the instance listen and lead to the primary. */
export async function ensureEndpointsOpen(
  context: LocalContext,
  instance: LocalInstance,
): Promise<void> {
  const node = primaryOf(instance)
  const state = {
    target: { host: '127.0.0.1', port: node.port },
    allowedCidrs: instance.allowedIps.map(({ cidr }) => cidr),
  }
  for (const endpoint of instance.endpoints) {
    await withLock(`endpoint:${endpoint.id}`, () =>
      context.endpoints.open(endpointSpec(context, endpoint), state),
    )
  }
}

/** Closes every endpoint of the instance: no process, no port, no connection is left. */
export async function closeEndpoints(
  context: LocalContext,
  instance: LocalInstance,
): Promise<void> {
  for (const endpoint of instance.endpoints) {
    await withLock(`endpoint:${endpoint.id}`, () =>
      context.endpoints.close(endpointSpec(context, endpoint)),
    )
  }
}
