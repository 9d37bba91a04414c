import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { LocalContext } from '@/agent/platforms/local/context.ts'
import { closeEndpoints } from '@/agent/platforms/local/endpoint.ts'
import { stopEngine } from '@/agent/platforms/local/engine.ts'
import { loadInstance, type LocalInstance, type LocalNode } from '@/agent/platforms/local/load.ts'
import { StepFailure, type RunStep } from '@/agent/platforms/platform.ts'
import { withLock, withLocks } from '@/agent/process/lock.ts'
import { killAllIn } from '@/agent/process/stop.ts'
import { db } from '@/lib/db/db.ts'
import { isUuid } from '@/lib/ids/ids.ts'
import { endpointDirectory, nodeDirectory } from '@/lib/paths/paths.ts'

/** The steps of a deletion; each also works on what an interrupted creation has left. */
export async function destroy(
  context: LocalContext,
  instanceId: string,
  step: RunStep,
): Promise<void> {
  await step('close-endpoint', async () => {
    const instance = await db().instance.findUnique({ where: { id: instanceId } })
    if (!instance) return undefined
    await db().endpoint.updateMany({ where: { instanceId }, data: { isOpen: false } })
    await closeEndpoints(context, await loadInstance(instanceId))
    return undefined
  })
  await step('stop-engine', () => stopEngines(context, instanceId))
  await step('delete-data', () => deleteData(context, instanceId))
  await step('delete-records', () => deleteRecords(context, instanceId))
}

async function stopEngines(context: LocalContext, instanceId: string): Promise<undefined> {
  if (!(await db().instance.findUnique({ where: { id: instanceId } }))) return undefined
  await db().node.updateMany({ where: { instanceId }, data: { desiredState: 'stopped' } })
  const instance = await loadInstance(instanceId)
  for (const node of instance.nodes) {
    await withLock(`node:${node.id}`, () => stopOrKill(context, instance, node))
  }
  return undefined
}

/** An engine whose pack is gone can't be asked; deletion must work all the same. */
async function stopOrKill(
  context: LocalContext,
  instance: LocalInstance,
  node: LocalNode,
): Promise<void> {
  try {
    await stopEngine(context, instance, node)
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error
    await killAllIn(nodeDirectory(context.paths, instance.id, node.id))
  }
}

async function deleteData(context: LocalContext, instanceId: string): Promise<undefined> {
  if (!isUuid(instanceId)) throw new Error('an instance id is always a UUID')
  const directory = join(context.paths.instances, instanceId)
  const nodes = await db().node.findMany({ where: { instanceId }, select: { id: true } })
  await withLocks(
    nodes.map(({ id }) => `node:${id}`),
    async () => {
      await killAllIn(directory)
      await rm(directory, { recursive: true, force: true })
    },
  )
  return undefined
}

async function deleteRecords(context: LocalContext, instanceId: string): Promise<undefined> {
  const instance = await db().instance.findUnique({
    where: { id: instanceId },
    include: { nodes: true, endpoints: true },
  })
  if (!instance) return undefined
  for (const endpoint of instance.endpoints) {
    const directory = endpointDirectory(context.paths, endpoint.id)
    await rm(directory, { recursive: true, force: true })
  }
  const owners = [`instance:${instanceId}`, ...instance.nodes.map(({ id }) => `node:${id}`)]
  await db().$transaction([
    db().secret.deleteMany({ where: { ownerId: { in: owners } } }),
    db().instance.deleteMany({ where: { id: instanceId } }),
  ])
  return undefined
}
