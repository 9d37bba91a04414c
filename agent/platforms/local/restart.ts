import { moveInstance } from '@/agent/operations/instance-status.ts'
import { EndpointError } from '@/agent/endpoints/errors.ts'
import type { LocalContext } from '@/agent/platforms/local/context.ts'
import { ensureEndpointsOpen } from '@/agent/platforms/local/endpoint.ts'
import {
  answeringNode,
  ensureEngineRuns,
  findEngine,
  stopEngine,
} from '@/agent/platforms/local/engine.ts'
import {
  driverOf,
  endpointSpec,
  loadInstance,
  nodeSpec,
  primaryOf,
  type LocalEndpoint,
} from '@/agent/platforms/local/load.ts'
import type { RunStep } from '@/agent/platforms/platform.ts'
import { withLock } from '@/agent/process/lock.ts'
import { db } from '@/lib/db/db.ts'
import { engineOf } from '@/lib/instances/engines.ts'

/** Longest time that new connections wait at the endpoint for the engine to come back. */
const holdMs = 60_000

/** The steps of a restart. Both stop and start are one lock, so the supervisor keeps out. */
export async function restart(
  context: LocalContext,
  instanceId: string,
  step: RunStep,
): Promise<void> {
  await step('stop-engine', () => stop(context, instanceId))
  await step('start-engine', ({ signal }) => start(context, instanceId, signal))
  await step('open-endpoint', async () => {
    const instance = await loadInstance(instanceId)
    await ensureEndpointsOpen(context, instance)
    await release(context, instanceId)
    return undefined
  })
  await step('finish', async () => {
    await moveInstance(instanceId, 'ready')
    return undefined
  })
}

async function stop(context: LocalContext, instanceId: string): Promise<string> {
  const instance = await loadInstance(instanceId)
  const node = primaryOf(instance)
  for (const endpoint of instance.endpoints.filter(({ isOpen }) => isOpen)) {
    await holdWhenOpen(context, endpoint)
  }
  const signal = await withLock(`node:${node.id}`, async () => {
    await db().node.update({ where: { id: node.id }, data: { desiredState: 'stopped' } })
    return stopEngine(context, instance, node)
  })
  if (signal === null) return 'The engine was not running.'
  return signal === 'SIGKILL' ? 'The engine had to be killed.' : 'The engine stopped cleanly.'
}

/** An endpoint that does not run lets nobody in either, and must not keep the engine from restarting. */
async function holdWhenOpen(context: LocalContext, endpoint: LocalEndpoint): Promise<void> {
  await context.endpoints.hold(endpointSpec(context, endpoint), holdMs).catch((error: unknown) => {
    if (!(error instanceof EndpointError)) throw error
  })
}

async function start(
  context: LocalContext,
  instanceId: string,
  signal: AbortSignal,
): Promise<string> {
  const instance = await loadInstance(instanceId)
  const node = primaryOf(instance)
  const driver = driverOf(instance)
  const { release: version } = await withLock(`node:${node.id}`, async () => {
    const before = await findEngine(driver, nodeSpec(context, instance, node))
    // Written first: an engine that comes up late is watched over all the same.
    await db().node.update({ where: { id: node.id }, data: { desiredState: 'running' } })
    const started = await ensureEngineRuns(context, instance, node, signal)
    await db().node.update({
      where: { id: node.id },
      data: {
        ...answeringNode(started.release),
        ...(before ? {} : { restartCount: { increment: 1 } }),
      },
    })
    return started
  })
  return `${engineOf(instance.engine).label} ${version} answers.`
}

async function release(context: LocalContext, instanceId: string): Promise<void> {
  const instance = await loadInstance(instanceId)
  for (const endpoint of instance.endpoints) {
    await context.endpoints.release(endpointSpec(context, endpoint))
  }
}
