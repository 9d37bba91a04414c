import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { driverFor } from '@/agent/engines/drivers.ts'
import { CrashHarness, type CrashPoint } from '@/agent/operations/testing.ts'
import { findAllIn } from '@/agent/process/find.ts'
import { waitUntil } from '@/agent/process/ready.ts'
import { endTestProcesses, startTestAgent, type TestAgent } from '@/agent/testing.ts'
import type { Context } from '@/lib/core/context.ts'
import { db } from '@/lib/db/db.ts'
import { controlDatabaseUrl, env } from '@/lib/env/env.ts'
import { ensureInstallation } from '@/lib/iam/organization.ts'
import { newId } from '@/lib/ids/ids.ts'
import { createInstance } from '@/lib/instances/commands/create.ts'
import { deleteInstance } from '@/lib/instances/commands/delete.ts'
import { restartInstance } from '@/lib/instances/commands/restart.ts'
import { engineOf } from '@/lib/instances/engines.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { pathsOf } from '@/lib/paths/paths.ts'

const context: Context = {
  actor: { kind: 'system', name: 'test' },
  requestId: newId(),
  address: null,
  userAgent: null,
}
const password = 'Sturdy-Oak-4711'

let agent: TestAgent | undefined
let harness: CrashHarness | undefined

beforeAll(async () => {
  harness = await CrashHarness.open(controlDatabaseUrl())
  agent = await startTestAgent()
})

afterAll(async () => {
  await agent?.kill()
  await harness?.close()
  await endTestProcesses()
})

async function create(engine: string): Promise<InstanceDto> {
  const { defaultProjectId } = await ensureInstallation()
  return createInstance.execute(context, {
    projectId: defaultProjectId,
    name: `crash ${newId().slice(0, 8)}`,
    engine,
    nodeType: 'db-dev-xs',
    volumeType: 'lssd',
    volumeSizeBytes: 0,
    userName: 'app',
    password,
  })
}

/** Throws what went wrong when the last operation failed; true once nothing is open. */
async function isOver(instanceId: string): Promise<boolean> {
  const failed = await db().operation.findFirst({ where: { instanceId, status: 'failed' } })
  if (failed) throw new Error(`${failed.kind} failed: ${failed.errorMessage ?? ''}\n${agentLog()}`)
  const open = { instanceId, status: { in: ['queued', 'running'] } }
  return (await db().operation.count({ where: open })) === 0
}

/** Kills the agent at the point of every step in turn, until the operation is over. */
async function crashAtEveryStep(instanceId: string, point: CrashPoint): Promise<number> {
  if (!harness) throw new Error('no harness')
  for (let position = 0; ; position += 1) {
    const reached = await harness.reached(() => isOver(instanceId))
    if (!reached) return position
    await agent?.kill()
    await harness.clear()
    await harness.plan(position + 1, point)
    agent = await startTestAgent()
  }
}

async function lastOperation(instanceId: string) {
  return db().operation.findFirstOrThrow({
    where: { instanceId },
    orderBy: { createdAt: 'desc' },
    include: { steps: true },
  })
}

function agentLog(): string {
  const text = readFileSync(join(pathsOf(env().dataDir).logs, 'agent.log'), 'utf8')
  return text.split('\n').slice(-6).join('\n')
}

async function canSignIn(instanceId: string): Promise<boolean> {
  const instance = await db().instance.findUniqueOrThrow({
    where: { id: instanceId },
    include: { endpoints: true },
  })
  const authority = await db().certificateAuthority.findFirstOrThrow()
  const [endpoint] = instance.endpoints
  const { name, defaultDatabase } = engineOf(instance.engine)
  const checked = await driverFor(name).checkSignIn(
    {
      host: '127.0.0.1',
      port: endpoint?.port ?? 0,
      serverName: 'localhost',
      authorityPem: authority.certificatePem,
      user: 'app',
      password,
      database: defaultDatabase,
    },
    10_000,
  )
  return checked.ok
}

function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => {
      resolve(false)
    })
    server.listen(port, '127.0.0.1', () =>
      server.close(() => {
        resolve(true)
      }),
    )
  })
}

async function expectNothingLeft(instanceId: string, ports: number[]): Promise<void> {
  const paths = pathsOf(env().dataDir)
  expect(await db().instance.count({ where: { id: instanceId } })).toBe(0)
  expect(await db().node.count({ where: { instanceId } })).toBe(0)
  expect(await db().endpoint.count({ where: { instanceId } })).toBe(0)
  expect(await db().secret.count({ where: { ownerId: `instance:${instanceId}` } })).toBe(0)
  expect(existsSync(join(paths.instances, instanceId))).toBe(false)
  expect(await findAllIn(join(paths.instances, instanceId))).toEqual([])
  for (const port of ports) expect(await isPortFree(port)).toBe(true)
}

async function portsOf(instanceId: string): Promise<number[]> {
  const where = { where: { instanceId } }
  const rows = [...(await db().node.findMany(where)), ...(await db().endpoint.findMany(where))]
  return rows.map(({ port }) => port)
}

describe.each(['PostgreSQL-17', 'MySQL-9.7'])('%s', (engine) => {
  test('create, restart and delete survive a kill of the agent between act and record of every step', async () => {
    if (!harness) throw new Error('no harness')
    await harness.plan(0, 'before-record')
    const { id } = await create(engine)
    expect(await crashAtEveryStep(id, 'before-record')).toBeGreaterThanOrEqual(8)
    expect(await lastOperation(id)).toMatchObject({ kind: 'instance.create', status: 'succeeded' })
    expect(await db().instance.findUnique({ where: { id } })).toMatchObject({ status: 'ready' })
    expect(await canSignIn(id)).toBe(true)

    await harness.plan(0, 'before-record')
    await restartInstance.execute(context, { instanceId: id })
    expect(await crashAtEveryStep(id, 'before-record')).toBeGreaterThanOrEqual(4)
    expect(await lastOperation(id)).toMatchObject({ kind: 'instance.restart', status: 'succeeded' })
    expect(await canSignIn(id)).toBe(true)

    const ports = await portsOf(id)
    await harness.plan(0, 'before-record')
    await deleteInstance.execute(context, { instanceId: id })
    expect(await crashAtEveryStep(id, 'before-record')).toBeGreaterThanOrEqual(5)
    expect(await lastOperation(id)).toMatchObject({ kind: 'instance.delete', status: 'succeeded' })
    await expectNothingLeft(id, ports)
  }, 240_000)
})

test('no step that was recorded runs again after a kill of the agent', async () => {
  if (!harness) throw new Error('no harness')
  await harness.plan(0, 'after-record')
  const { id } = await create('PostgreSQL-17')
  await crashAtEveryStep(id, 'after-record')
  const { status, steps } = await lastOperation(id)
  expect(status).toBe('succeeded')
  expect(steps.every((step) => step.status === 'succeeded')).toBe(true)
  expect(await canSignIn(id)).toBe(true)
  await deleteInstance.execute(context, { instanceId: id })
  await waitUntil(() => isOver(id), { timeoutMs: 60_000 })
}, 240_000)

test('a deletion asked for in the middle of a creation leaves nothing behind, at every step', async () => {
  if (!harness) throw new Error('no harness')
  for (const position of [0, 2, 3, 5]) {
    await harness.plan(position, 'before-record')
    const { id } = await create('PostgreSQL-17')
    expect(await harness.reached(() => isOver(id))).toBe(true)
    await deleteInstance.execute(context, { instanceId: id })
    await agent?.kill()
    await harness.clear()
    agent = await startTestAgent()
    await waitUntil(() => isOver(id), { timeoutMs: 60_000, label: 'the deletion to end' })
    expect(await lastOperation(id)).toMatchObject({ kind: 'instance.delete', status: 'succeeded' })
    const created = await db().operation.findFirstOrThrow({
      where: { instanceId: id, kind: 'instance.create' },
    })
    expect(created.status).toBe('cancelled')
    await expectNothingLeft(id, [])
  }
  expect(readdirSync(pathsOf(env().dataDir).instances)).toEqual([])
  expect(readdirSync(pathsOf(env().dataDir).endpoints)).toEqual([])
}, 240_000)
