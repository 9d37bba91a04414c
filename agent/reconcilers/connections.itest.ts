import { createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { attempt, type Attempt } from '@/agent/endpoints/testing.ts'
import { findAllIn } from '@/agent/process/find.ts'
import { waitUntil } from '@/agent/process/ready.ts'
import { endTestProcesses, startTestAgent, type TestAgent } from '@/agent/testing.ts'
import { createAllowedIps } from '@/lib/allowed-ips/commands/create.ts'
import { deleteAllowedIps } from '@/lib/allowed-ips/commands/delete.ts'
import { replaceAllowedIps } from '@/lib/allowed-ips/commands/replace.ts'
import { listAllowedIps } from '@/lib/allowed-ips/queries.ts'
import type { Context } from '@/lib/core/context.ts'
import { db } from '@/lib/db/db.ts'
import { createEndpoint } from '@/lib/endpoints/commands/create.ts'
import { deleteEndpoint } from '@/lib/endpoints/commands/delete.ts'
import { migrateEndpoint } from '@/lib/endpoints/commands/migrate.ts'
import { env } from '@/lib/env/env.ts'
import { ensureInstallation } from '@/lib/iam/organization.ts'
import { newId } from '@/lib/ids/ids.ts'
import { createInstance } from '@/lib/instances/commands/create.ts'
import { restartInstance } from '@/lib/instances/commands/restart.ts'
import { getInstance } from '@/lib/instances/queries.ts'
import type { EndpointDto, InstanceDto } from '@/lib/instances/schema.ts'
import { pathsOf } from '@/lib/paths/paths.ts'

const context: Context = {
  actor: { kind: 'system', name: 'test' },
  requestId: newId(),
  address: '198.51.100.7',
  userAgent: null,
}
const password = 'Sturdy-Oak-4711'
const bound = { timeoutMs: 20_000, intervalMs: 10 }
let agent: TestAgent
const attempts: Attempt[] = []

beforeAll(async () => {
  agent = await startTestAgent()
})

afterAll(async () => {
  for (const made of attempts) made.close()
  await agent.kill()
  await endTestProcesses()
})

type Rules = { cidr: string; description?: string }[]

async function createReady(engine: string, allowedIps?: Rules): Promise<string> {
  const { defaultProjectId } = await ensureInstallation()
  const { id } = await createInstance.execute(context, {
    projectId: defaultProjectId,
    name: `reached ${newId().slice(0, 8)}`,
    engine,
    nodeType: 'db-dev-xs',
    volumeType: 'lssd',
    volumeSizeBytes: 0,
    userName: 'app',
    password,
    ...(allowedIps && { allowedIps }),
  })
  await atRest(id)
  return id
}

const load = (instanceId: string): Promise<InstanceDto> =>
  getInstance.execute(context, { instanceId })

async function atRest(id: string): Promise<InstanceDto> {
  return waitUntil(
    async () => {
      const instance = await load(id)
      if (instance.status === 'error') throw new Error(instance.statusReason ?? 'failed')
      return instance.status === 'ready' && instance.applying.length === 0 ? instance : null
    },
    { timeoutMs: 90_000, intervalMs: 20, label: 'the instance to be at rest' },
  )
}

function endpointOf(instance: InstanceDto, kind: EndpointDto['kind']): EndpointDto {
  const endpoint = instance.endpoints.find((it) => it.kind === kind)
  if (!endpoint) throw new Error(`The instance has no ${kind}.`)
  return endpoint
}

const publicOf = async (id: string): Promise<EndpointDto> =>
  endpointOf(await load(id), 'load_balancer')

/** A connection from an address of this machine, kept until the end of the tests. */
async function from(
  localAddress: string,
  { host, port }: { host: string; port: number },
  engine: string,
): Promise<Attempt> {
  const made = await attempt({ host, port, localAddress, speaksFirst: engine.startsWith('MySQL') })
  attempts.push(made)
  return made
}

const replace = (instanceId: string, ...cidrs: string[]) =>
  replaceAllowedIps.execute(context, { instanceId, rules: cidrs.map((cidr) => ({ cidr })) })

async function processes(id: string): Promise<string> {
  const paths = pathsOf(env().dataDir)
  const { id: endpointId } = await publicOf(id)
  const found = await findAllIn(join(paths.endpoints, endpointId))
  const engines = await findAllIn(join(paths.instances, id))
  return [...found, ...engines.slice(0, 1)].map(({ pid }) => pid).join()
}

async function authority(): Promise<string> {
  return (await db().certificateAuthority.findFirstOrThrow()).certificatePem
}

async function whoAmI(endpoint: { host: string; port: number }): Promise<string> {
  const client = new pg.Client({
    host: endpoint.host,
    port: endpoint.port,
    user: 'app',
    password,
    database: 'rdb',
    ssl: { ca: await authority() },
  })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query<{ port: number }>('SELECT inet_server_port() AS port')
    return String(rows[0]?.port)
  } finally {
    await client.end()
  }
}

describe.each(['PostgreSQL-17', 'MySQL-9.7'])('allowed IPs of %s', (engine) => {
  let id: string

  beforeAll(async () => {
    id = await createReady(engine)
  })

  test('a removed range is refused and its connections are cut; others live on, nothing restarts', async () => {
    const endpoint = await publicOf(id)
    const before = await processes(id)
    const inside = await from('127.0.0.1', endpoint, engine)
    const outside = await from('127.9.9.9', endpoint, engine)
    expect([inside.isAdmitted, outside.isAdmitted]).toEqual([true, true])
    await replace(id, '127.0.0.1')
    const saved = performance.now()
    await waitUntil(() => outside.hasEnded(), bound)
    expect(performance.now() - saved).toBeLessThan(2_000)
    await atRest(id)
    expect((await from('127.9.9.9', endpoint, engine)).isAdmitted).toBe(false)
    expect((await from('127.0.0.1', endpoint, engine)).isAdmitted).toBe(true)
    expect(inside.hasEnded()).toBe(false)
    expect(await processes(id)).toBe(before)
    const { isApplying, enforcedAfterMs } = await listAllowedIps.execute(context, {
      instanceId: id,
    })
    expect(isApplying).toBe(false)
    expect(enforcedAfterMs).toBeGreaterThanOrEqual(0)
  })

  test('an added range is admitted, an empty list shuts everyone out', async () => {
    const endpoint = await publicOf(id)
    await createAllowedIps.execute(context, {
      instanceId: id,
      rules: [{ cidr: '127.9.0.0/16' }, { cidr: '2001:db8::/32' }],
    })
    await atRest(id)
    expect((await from('127.9.9.9', endpoint, engine)).isAdmitted).toBe(true)
    await deleteAllowedIps.execute(context, {
      instanceId: id,
      cidrs: ['127.0.0.1', '127.9.0.0/16', '2001:DB8::/32', 'nonsense'],
    })
    await atRest(id)
    for (const address of ['127.0.0.1', '127.9.9.9']) {
      expect((await from(address, endpoint, engine)).isAdmitted).toBe(false)
    }
  })

  test('hits count at the most specific rule, and who was refused can be seen', async () => {
    await replace(id, '127.5.0.0/16', '127.5.0.1/32')
    await atRest(id)
    const endpoint = await publicOf(id)
    await from('127.5.0.1', endpoint, engine)
    await from('127.5.0.7', endpoint, engine)
    await from('127.5.0.8', endpoint, engine)
    await from('127.77.0.1', endpoint, engine)
    const list = await waitUntil(
      async () => {
        const now = await listAllowedIps.execute(context, { instanceId: id })
        const isCounted = now.rules.every(({ hitCount }) => hitCount > 0)
        const isSeen = now.refused.some(({ address }) => address === '127.77.0.1')
        return isCounted && isSeen ? now : null
      },
      { ...bound, label: 'the hits' },
    )
    const rules = new Map(list.rules.map((rule) => [rule.cidr, rule]))
    expect(rules.get('127.5.0.0/16')).toMatchObject({ hitCount: 2, connections: 2 })
    expect(rules.get('127.5.0.1/32')).toMatchObject({ hitCount: 1, connections: 1 })
    expect(rules.get('127.5.0.1/32')?.lastMatchedAt).not.toBeNull()
    expect(list.refusedCount).toBeGreaterThanOrEqual(1)
  })

  test('a change that is made while the agent is dead is enforced when it is back, hits are not lost', async () => {
    const endpoint = await publicOf(id)
    const before = await listAllowedIps.execute(context, { instanceId: id })
    await agent.kill()
    const earlier = await from('127.5.0.7', endpoint, engine)
    await replace(id, '127.5.0.1')
    expect((await load(id)).applying).toEqual(['allowed_ips'])
    expect((await from('127.5.0.7', endpoint, engine)).isAdmitted).toBe(true)
    agent = await startTestAgent()
    await atRest(id)
    await waitUntil(() => earlier.hasEnded(), bound)
    expect((await from('127.5.0.7', endpoint, engine)).isAdmitted).toBe(false)
    await from('127.5.0.1', endpoint, engine)
    const hits = (list: typeof before) =>
      list.rules.find(({ cidr }) => cidr === '127.5.0.1/32')?.hitCount ?? 0
    await waitUntil(
      async () => {
        const now = await listAllowedIps.execute(context, { instanceId: id })
        return hits(now) === hits(before) + 1
      },
      { ...bound, label: 'one more hit' },
    )
  })
})

describe('endpoints', () => {
  let first: string
  let second: string
  /** An address of the loopback network that nothing else uses. */
  const address = `127.${String(60 + (process.pid % 60))}.${String(process.pid % 251)}.9`

  beforeAll(async () => {
    ;[first, second] = await Promise.all([
      createReady('PostgreSQL-17', [{ cidr: '203.0.113.9' }]),
      createReady('PostgreSQL-17'),
    ])
  })

  async function loopback(): Promise<string> {
    return (await db().privateNetwork.findUniqueOrThrow({ where: { cidr: '127.0.0.0/8' } })).id
  }

  test('a new instance starts with the rules of its creator, and is checked all the same', async () => {
    const { rules } = await listAllowedIps.execute(context, { instanceId: first })
    expect(rules).toMatchObject([{ cidr: '203.0.113.9/32', hitCount: 0, lastMatchedAt: null }])
    const endpoint = await publicOf(first)
    expect((await from('127.0.0.1', endpoint, 'PostgreSQL')).isAdmitted).toBe(false)
  })

  test('a private endpoint listens on the own port of the engine, admits everyone and verifies', async () => {
    const privateNetworkId = await loopback()
    await createEndpoint.execute(context, {
      instanceId: first,
      kind: 'private_network',
      privateNetworkId,
      bindAddress: address,
    })
    const endpoint = endpointOf(await atRest(first), 'private_network')
    expect(endpoint).toMatchObject({ host: address, port: 5432, state: 'open' })
    await waitUntil(() => whoAmI(endpoint).catch(() => null), {
      timeoutMs: 60_000,
      intervalMs: 100,
      label: 'a certificate for the address',
    })
    expect((await from('127.77.0.1', endpoint, 'PostgreSQL')).isAdmitted).toBe(true)
  })

  test('an endpoint moves with its address and port, cuts its connections and moves back', async () => {
    const endpoint = endpointOf(await load(first), 'private_network')
    const home = await whoAmI(endpoint)
    const open = await from('127.0.0.1', endpoint, 'PostgreSQL')
    await migrateEndpoint.execute(context, { endpointId: endpoint.id, instanceId: second })
    const moved = endpointOf(await atRest(second), 'private_network')
    expect(moved).toMatchObject({ id: endpoint.id, host: address, port: endpoint.port })
    expect(open.hasEnded()).toBe(true)
    const away = await waitUntil(() => whoAmI(moved).catch(() => null), {
      timeoutMs: 60_000,
      intervalMs: 100,
      label: 'a certificate for the address',
    })
    expect(away).not.toBe(home)
    await migrateEndpoint.execute(context, { endpointId: endpoint.id, instanceId: first })
    await atRest(first)
    expect(await whoAmI(endpoint)).toBe(home)
  })

  test('a move survives the death of the agent, and takes the list of the new instance along', async () => {
    const endpoint = await publicOf(first)
    await deleteEndpoint.execute(context, { endpointId: (await publicOf(second)).id })
    await atRest(second)
    await agent.kill()
    await migrateEndpoint.execute(context, { endpointId: endpoint.id, instanceId: second })
    expect((await load(second)).applying).toContain('endpoint_opening')
    agent = await startTestAgent()
    const moved = endpointOf(await atRest(second), 'load_balancer')
    expect(moved.port).toBe(endpoint.port)
    expect((await from('127.0.0.1', moved, 'PostgreSQL')).isAdmitted).toBe(true)
    expect((await load(first)).endpoints.map(({ kind }) => kind)).toEqual(['private_network'])
  })

  test('an instance without endpoints restarts, and is reached again through a new one', async () => {
    const endpoint = endpointOf(await load(first), 'private_network')
    const open = await from('127.0.0.1', endpoint, 'PostgreSQL')
    await deleteEndpoint.execute(context, { endpointId: endpoint.id })
    await deleteEndpoint.execute(context, { endpointId: endpoint.id }).catch(() => undefined)
    await atRest(first)
    expect(open.hasEnded()).toBe(true)
    expect((await load(first)).endpoints).toEqual([])
    const directory = join(pathsOf(env().dataDir).endpoints, endpoint.id)
    expect(await findAllIn(directory)).toEqual([])
    await restartInstance.execute(context, { instanceId: first })
    await atRest(first)
    await createEndpoint.execute(context, { instanceId: first, kind: 'load_balancer' })
    await replace(first, '127.0.0.0/8')
    await whoAmI(endpointOf(await atRest(first), 'load_balancer'))
  })

  test('a port that a foreign program has is exchanged before anybody knows it', async () => {
    const foreign = createServer()
    await new Promise<void>((resolve) => foreign.listen(5432, address, resolve))
    try {
      await createEndpoint.execute(context, {
        instanceId: first,
        kind: 'private_network',
        privateNetworkId: await loopback(),
        bindAddress: address,
      })
      const endpoint = endpointOf(await atRest(first), 'private_network')
      expect(endpoint.host).toBe(address)
      expect(endpoint.port).not.toBe(5432)
      expect((await from('127.0.0.1', endpoint, 'PostgreSQL')).isAdmitted).toBe(true)
    } finally {
      await new Promise((resolve) => foreign.close(resolve))
    }
  })
})
