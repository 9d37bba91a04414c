import { EndpointError } from '@/agent/endpoints/errors.ts'
import type { LocalContext } from '@/agent/platforms/local/context.ts'
import { endpointSpec, loadInstance, type LocalInstance } from '@/agent/platforms/local/load.ts'

/** Longest time that new connections wait at the endpoint for the engine to come back. */
const holdMs = 60_000

/**
 * Makes new connections to the instance wait. An endpoint that does not run lets nobody in either,
 * and must not keep the engine from restarting.
 */
export async function holdEndpoints(context: LocalContext, instance: LocalInstance): Promise<void> {
  for (const endpoint of instance.endpoints.filter(({ isOpen }) => isOpen)) {
    const spec = endpointSpec(context, endpoint)
    await context.endpoints.hold(spec, holdMs).catch((error: unknown) => {
      if (!(error instanceof EndpointError)) throw error
    })
  }
}

/** Lets the connections in that wait. */
export async function releaseEndpoints(context: LocalContext, instanceId: string): Promise<void> {
  const instance = await loadInstance(instanceId)
  for (const endpoint of instance.endpoints) {
    await context.endpoints.release(endpointSpec(context, endpoint))
  }
}
