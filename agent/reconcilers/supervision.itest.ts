import { existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { driverFor } from '@/agent/engines/drivers.ts'
import { findAllIn, findProcess, type ProcessRef } from '@/agent/process/find.ts'
import { waitUntil } from '@/agent/process/ready.ts'
import { testPacks } from '@/agent/packs/testing.ts'
import { endTestProcesses, startTestAgent, type TestAgent } from '@/agent/testing.ts'
import type { Context } from '@/lib/core/context.ts'
import { db } from '@/lib/db/db.ts'
import { env } from '@/lib/env/env.ts'
import { ensureInstallation } from '@/lib/iam/organization.ts'
import { newId } from '@/lib/ids/ids.ts'
import { createInstance } from '@/lib/instances/commands/create.ts'
import { deleteInstance } from '@/lib/instances/commands/delete.ts'
import { restartInstance } from '@/lib/instances/commands/restart.ts'
import { engineOf } from '@/lib/instances/engines.ts'
import { pathsOf } from '@/lib/paths/paths.ts'

const context: Context = {
  actor: { kind: 'system', name: 'test' },
  requestId: newId(),
  address: null,
  userAgent: null,
}
const password = 'Sturdy-Oak-4711'
let agent: TestAgent

beforeAll(async () => {
  agent = await startTestAgent()
})

afterAll(async () => {
  await agent.kill()
  await endTestProcesses()
})

async function createReady(engine: string): Promise<string> {
  const { defaultProjectId } = await ensureInstallation()
  const { id } = await createInstance.execute(context, {
    projectId: defaultProjectId,
    name: `watched ${newId().slice(0, 8)}`,
    engine,
    nodeType: 'db-dev-xs',
    volumeType: 'lssd',
    volumeSizeBytes: 0,
    userName: 'app',
    password,
  })
  await reaches(id, 'ready')
  return id
}

async function load(id: string) {
  return db().instance.findUniqueOrThrow({
    where: { id },
    include: { nodes: true, endpoints: true },
  })
}

async function reaches(id: string, status: string): Promise<void> {
  await waitUntil(async () => (await load(id)).status === status, {
    timeoutMs: 90_000,
    intervalMs: 50,
    label: `the instance to be ${status}`,
  })
}

async function becomes(id: string, health: string): Promise<void> {
  await waitUntil(async () => (await load(id)).nodes[0]?.health === health, {
    timeoutMs: 60_000,
    intervalMs: 50,
    label: `the node to be ${health}`,
  })
}

async function dataDirectory(id: string): Promise<string> {
  const [node] = (await load(id)).nodes
  return join(pathsOf(env().dataDir).instances, id, node?.id ?? '', 'data')
}

async function engineProcess(id: string): Promise<ProcessRef> {
  const instance = await load(id)
  const { name } = engineOf(instance.engine)
  const pack = (await testPacks()).find(({ id: packId }) => packId === instance.nodes[0]?.packId)
  const executable = pack?.executables[name === 'mysql' ? 'mysqld' : 'postgres'] ?? ''
  const found = await findProcess({ executable, directory: await dataDirectory(id) })
  if (!found) throw new Error('The engine does not run.')
  return found
}

async function canSignIn(id: string): Promise<boolean> {
  const instance = await load(id)
  const authority = await db().certificateAuthority.findFirstOrThrow()
  const { name, defaultDatabase } = engineOf(instance.engine)
  const checked = await driverFor(name).checkSignIn(
    {
      host: '127.0.0.1',
      port: instance.endpoints[0]?.port ?? 0,
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

describe.each(['PostgreSQL-18', 'MySQL-9.7'])('%s', (engine) => {
  let id: string

  beforeAll(async () => {
    id = await createReady(engine)
  })

  afterAll(async () => {
    await deleteInstance.execute(context, { instanceId: id })
    await waitUntil(async () => (await db().instance.count({ where: { id } })) === 0, {
      timeoutMs: 90_000,
      label: 'the instance to be gone',
    })
  })

  test('a killed engine is back by itself and counted, the status stays ready', async () => {
    const before = await engineProcess(id)
    const { restartCount = 0 } = (await load(id)).nodes[0] ?? {}
    process.kill(before.pid, 'SIGKILL')
    await waitUntil(async () => (await load(id)).nodes[0]?.restartCount === restartCount + 1, {
      timeoutMs: 60_000,
      label: 'the restart',
    })
    await becomes(id, 'healthy')
    expect((await engineProcess(id)).pid).not.toBe(before.pid)
    expect((await load(id)).status).toBe('ready')
    expect(await canSignIn(id)).toBe(true)
  })

  test('a frozen engine is shown as unhealthy, and healthy again once it answers', async () => {
    const { pid } = await engineProcess(id)
    process.kill(pid, 'SIGSTOP')
    try {
      await becomes(id, 'unhealthy')
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    await becomes(id, 'healthy')
  })

  test('an agent that was killed adopts the running engine instead of starting another', async () => {
    const before = await engineProcess(id)
    await agent.kill()
    expect(await canSignIn(id)).toBe(true)
    agent = await startTestAgent()
    await becomes(id, 'healthy')
    expect(await engineProcess(id)).toEqual(before)
    expect(await canSignIn(id)).toBe(true)
  })

  test('a killed endpoint listens again on the same port', async () => {
    const [endpoint] = (await load(id)).endpoints
    const directory = join(pathsOf(env().dataDir).endpoints, endpoint?.id ?? '')
    const proxies = await findAllIn(directory)
    expect(proxies.length).toBeGreaterThan(0)
    for (const { pid } of proxies) process.kill(pid, 'SIGKILL')
    await waitUntil(() => canSignIn(id), { timeoutMs: 30_000, label: 'the endpoint to answer' })
    expect((await load(id)).endpoints[0]?.port).toBe(endpoint?.port)
  })

  test('a clean stop of the agent leaves no engine and no endpoint, the next start brings both', async () => {
    await agent.stop()
    expect(await findAllIn(env().dataDir)).toEqual([])
    expect((await load(id)).nodes[0]?.health).toBe('stopped')
    agent = await startTestAgent()
    await becomes(id, 'healthy')
    await waitUntil(() => canSignIn(id), { timeoutMs: 30_000, label: 'the endpoint to answer' })
  })
})

test('an engine that is killed in the middle of a long query is replaced at once', async () => {
  const id = await createReady('PostgreSQL-17')
  const instance = await load(id)
  const authority = await db().certificateAuthority.findFirstOrThrow()
  const client = new pg.Client({
    host: '127.0.0.1',
    port: instance.endpoints[0]?.port ?? 0,
    user: 'app',
    password,
    database: 'rdb',
    ssl: { ca: authority.certificatePem, servername: 'localhost' },
  })
  client.on('error', () => undefined)
  await client.connect()
  const endless = 'select count(*) from generate_series(1, 4000000000::bigint) n where n % 7 = 1'
  const query = client.query(endless).catch(() => undefined)
  const { pid } = await engineProcess(id)
  await waitUntil(async () => (await findAllIn(await dataDirectory(id))).length > 6, {
    timeoutMs: 20_000,
    label: 'the query to run',
  })
  process.kill(pid, 'SIGKILL')
  await waitUntil(async () => (await load(id)).nodes[0]?.restartCount === 1, {
    timeoutMs: 30_000,
    label: 'the restart',
  })
  expect(await canSignIn(id)).toBe(true)
  await query
  await client.end().catch(() => undefined)
})

describe('an engine that cannot start', () => {
  let id: string

  beforeEach(async () => {
    id = await createReady('PostgreSQL-17')
  })

  test('is given up in error with its last words, and a restart repairs it once the cause is gone', async () => {
    const directory = await dataDirectory(id)
    const file = join(directory, 'global', 'pg_control')
    await rename(file, `${file}.away`)
    process.kill((await engineProcess(id)).pid, 'SIGKILL')
    await reaches(id, 'error')
    expect((await load(id)).statusReason).toContain('pg_control')
    await rename(`${file}.away`, file)
    await restartInstance.execute(context, { instanceId: id })
    await reaches(id, 'ready')
    expect(await canSignIn(id)).toBe(true)

    await deleteInstance.execute(context, { instanceId: id })
    await waitUntil(async () => (await db().instance.count({ where: { id } })) === 0, {
      timeoutMs: 60_000,
    })
    expect(existsSync(directory)).toBe(false)
  })
})
