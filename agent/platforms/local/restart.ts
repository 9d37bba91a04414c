import { moveInstance } from '@/agent/operations/instance-status.ts'
import type { LocalContext } from '@/agent/platforms/local/context.ts'
import { ensureEndpointsOpen } from '@/agent/platforms/local/endpoint.ts'
import {
  answeringNode,
  ensureEngineRuns,
  findEngine,
  stopEngine,
} from '@/agent/platforms/local/engine.ts'
import { holdEndpoints, releaseEndpoints } from '@/agent/platforms/local/hold.ts'
import { driverOf, loadInstance, nodeSpec, primaryOf } from '@/agent/platforms/local/load.ts'
import type { RunStep } from '@/agent/platforms/platform.ts'
import { withLock } from '@/agent/process/lock.ts'
import { db } from '@/lib/db/db.ts'
import { engineOf } from '@/lib/instances/engines.ts'

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
    await releaseEndpoints(context, instanceId)
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
  await holdEndpoints(context, instance)
  const signal = await withLock(`node:${node.id}`, async () => {
    await db().node.update({ where: { id: node.id }, data: { desiredState: 'stopped' } })
    return stopEngine(context, instance, node)
  })
  if (signal === null) return 'The engine was not running.'
  return signal === 'SIGKILL' ? 'The engine had to be killed.' : 'The engine stopped cleanly.'
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
