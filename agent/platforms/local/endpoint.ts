import { EndpointError } from '@/agent/endpoints/errors.ts'
import { reachableHost } from '@/agent/platforms/local/addresses.ts'
import type { LocalContext } from '@/agent/platforms/local/context.ts'
import { countersOf } from '@/agent/platforms/local/endpoint-counters.ts'
import { admittedBy, readPlan, type EndpointPlan } from '@/agent/platforms/local/endpoint-plan.ts'
import { endpointSpec, loadInstance, type LocalInstance } from '@/agent/platforms/local/load.ts'
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
  const [node] = instance.nodes
  await db().endpoint.updateMany({
    where: { instanceId },
    data: { isOpen: true, targetNodeId: node?.id ?? null },
  })
  const [endpoint] = instance.endpoints
  if (!endpoint) throw new StepFailure('no_endpoint', 'The instance has no endpoint.')
  return `${context.environment.publicHost}:${String(endpoint.port)}`
}

/** Makes every endpoint of the instance listen, lead to the primary and admit the allowed IPs. */
export async function ensureEndpointsOpen(
  context: LocalContext,
  instance: LocalInstance,
): Promise<void> {
  for (const { id } of instance.endpoints) {
    await withLock(`endpoint:${id}`, async () => {
      const plan = await readPlan(id)
      if (plan && !plan.isClosing) await openAsPlanned(context, plan)
    })
  }
}

/** Makes one endpoint listen as planned. Called under the endpoint's lock. Throws EndpointError. */
export async function openAsPlanned(context: LocalContext, plan: EndpointPlan): Promise<void> {
  if (plan.nodePort === null) {
    throw new StepFailure('no_node', 'The instance has no node yet. Retry its creation.')
  }
  await context.endpoints.open(endpointSpec(context, plan), {
    target: { host: '127.0.0.1', port: plan.nodePort },
    allowedCidrs: admittedBy(plan),
  })
}

/**
 * Carries out a check through an endpoint that no client knows yet, as a client on this machine,
 * whoever else is allowed, and without counting as the use of a rule. `check` gets the host to
 * connect to.
 */
export async function checkThrough<T>(
  context: LocalContext,
  endpointId: string,
  check: (host: string) => Promise<T>,
): Promise<T> {
  const admitAlso = (addresses: readonly string[]): Promise<void> =>
    withLock(`endpoint:${endpointId}`, async () => {
      const plan = await readPlan(endpointId)
      if (!plan) return
      const cidrs = [...admittedBy(plan), ...addresses]
      await context.endpoints.setAllowedAddresses(endpointSpec(context, plan), cidrs)
    })
  const plan = await readPlan(endpointId)
  if (!plan) throw new StepFailure('no_endpoint', 'The endpoint does not exist any more.')
  const host = reachableHost(endpointSpec(context, plan).bindHost)
  await admitAlso([host])
  try {
    return await check(host)
  } finally {
    await admitAlso([])
    await leaveOutOfCount(context, plan)
  }
}

async function leaveOutOfCount(context: LocalContext, plan: EndpointPlan): Promise<void> {
  const counts = await context.endpoints.count(endpointSpec(context, plan))
  if (!counts) return
  await db().endpoint.updateMany({
    where: { id: plan.id },
    data: { counters: countersOf(counts) },
  })
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
