import { createClient, Errors } from '@scaleway/sdk-client'
import { Rdbv1 } from '@scaleway/sdk-rdb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { db } from '@/lib/db/db.ts'
import { newId } from '@/lib/ids/ids.ts'
import {
  makeCaller,
  makeOrganization,
  markReady,
  reportMachine,
  serveApi,
  type Caller,
} from './testing.ts'
import { callAs, instances } from './testing-call.ts'

let server: Awaited<ReturnType<typeof serveApi>>
let owner: Caller
let viewer: Caller
let rdb: InstanceType<typeof Rdbv1.API>
let nextPort = 20_300
let networks = 0

beforeAll(async () => {
  await reportMachine()
  const home = await makeOrganization()
  owner = await makeCaller(home, { owner: true })
  viewer = await makeCaller(home, { permissionSetNames: ['RelationalDatabasesReadOnly'] })
  server = await serveApi()
  rdb = clientOf(owner)
})
afterAll(() => server.stop())

function clientOf(caller: Caller): InstanceType<typeof Rdbv1.API> {
  return new Rdbv1.API(
    createClient({
      accessKey: caller.key.accessKey,
      secretKey: caller.key.secretKey,
      apiURL: server.url,
      defaultRegion: 'lo-cal',
      defaultOrganizationId: caller.key.organizationId,
      defaultProjectId: caller.key.projectId,
    }),
  )
}

async function createReady(
  engine = 'PostgreSQL-17',
): Promise<{ instanceId: string; port: number }> {
  const { id: instanceId } = await rdb.createInstance({
    name: newId(),
    engine,
    userName: '',
    password: '',
    nodeType: 'DB-DEV-XS',
    isHaCluster: false,
    disableBackup: false,
    volumeType: 'lssd',
    volumeSize: 0,
    backupSameRegion: true,
  })
  nextPort += 2
  await markReady(instanceId, nextPort)
  return { instanceId, port: nextPort }
}

/** Does to the rows what the agent does once the endpoint enforces the list. */
const enforce = (instanceId: string): Promise<unknown> =>
  db()
    .$executeRaw`UPDATE "instance" SET "allowed_ips_observed_generation" = "allowed_ips_generation"
    WHERE "id" = ${instanceId}::uuid`

async function makeNetwork(): Promise<string> {
  const id = newId()
  networks += 1
  const cidr = `10.${String(networks)}.0.0/20`
  const addresses = [`10.${String(networks)}.1.5`]
  await db().privateNetwork.create({
    data: { id, cidr, interfaceName: 'eth7', addresses, lastSeenAt: new Date() },
  })
  return id
}

const ips = ({ rules }: { rules: { ip: string }[] }): string[] => rules.map(({ ip }) => ip)

test('the official client adds, replaces and removes allowed IPs, and waits until they are enforced', async () => {
  const { instanceId, port } = await createReady()
  const added = await rdb.addInstanceACLRules({
    instanceId,
    rules: [
      { ip: '203.0.113.7', description: '' },
      { ip: '2001:DB8::/32', description: 'Office' },
    ],
  })
  const rule = { port, protocol: 'tcp', direction: 'inbound', action: 'allow' }
  expect(added.rules).toEqual([
    { ...rule, ip: '0.0.0.0/0', description: 'Allow All' },
    { ...rule, ip: '203.0.113.7/32', description: 'IP allowed' },
    { ...rule, ip: '2001:db8::/32', description: 'Office' },
  ])
  expect((await rdb.getInstance({ instanceId })).status).toBe('configuring')
  // Nobody is kept from the next change meanwhile.
  const replaced = await rdb.setInstanceACLRules({
    instanceId,
    rules: [
      { ip: '2001:db8::/32', description: 'Office' },
      { ip: '10.0.0.0/8', description: 'VPN' },
    ],
  })
  expect(ips(replaced)).toEqual(['2001:db8::/32', '10.0.0.0/8'])
  const waiting = rdb.waitForInstance({ instanceId })
  await enforce(instanceId)
  expect((await waiting).status).toBe('ready')
  const removed = await rdb.deleteInstanceACLRules({
    instanceId,
    aclRuleIps: ['2001:DB8:0::/32', '192.0.2.1/32', 'nonsense'],
  })
  expect(ips(removed)).toEqual(['2001:db8::/32'])
  expect(ips(await rdb.listInstanceACLRules({ instanceId }))).toEqual(['10.0.0.0/8'])
  await rdb.setInstanceACLRules({ instanceId, rules: [] })
  expect(await rdb.listInstanceACLRules({ instanceId })).toEqual({ rules: [], totalCount: 0 })
})

test('rules page like every list, also with the pager of the official client', async () => {
  const { instanceId } = await createReady()
  const rules = Array.from({ length: 50 }, (_, i) => ({ ip: `10.0.0.${i}`, description: `n${i}` }))
  await rdb.setInstanceACLRules({ instanceId, rules })
  const all = await rdb.listInstanceACLRules({ instanceId, pageSize: 7 }).all()
  expect(all.map(({ description }) => description)).toEqual(rules.map((it) => it.description))
})

test('bad rules are named one by one; the 51st is over the quota; nothing changes', async () => {
  const { instanceId } = await createReady()
  const bad = await callAs(owner, 'POST', `${instances}/${instanceId}/acls`, {
    body: { rules: [{ ip: '10.1.1.1/8' }, { ip: '::ffff:10.0.0.1' }, { ip: '0.0.0.0/0' }] },
  })
  expect(bad).toMatchObject({
    status: 400,
    body: {
      type: 'invalid_arguments',
      details: [
        { argument_name: 'rules.0.ip', reason: 'constraint' },
        { argument_name: 'rules.1.ip', help_message: expect.stringContaining('10.0.0.1/32') },
      ],
    },
  })
  const twice = rdb.addInstanceACLRules({
    instanceId,
    rules: [{ ip: '0.0.0.0/0', description: '' }],
  })
  await expect(twice).rejects.toThrow(Errors.InvalidArgumentsError)
  const rules = Array.from({ length: 50 }, (_, i) => ({ ip: `10.0.0.${i}`, description: '' }))
  const tooMany = rdb.addInstanceACLRules({ instanceId, rules })
  await expect(tooMany).rejects.toThrow(Errors.QuotasExceededError)
  expect(ips(await rdb.listInstanceACLRules({ instanceId }))).toEqual(['0.0.0.0/0'])
  const refused = clientOf(viewer).setInstanceACLRules({ instanceId, rules: [] })
  await expect(refused).rejects.toThrow(Errors.PermissionsDeniedError)
})

test('two clients that add at the same time do not get past the fiftieth rule', async () => {
  const { instanceId } = await createReady()
  await rdb.setInstanceACLRules({
    instanceId,
    rules: Array.from({ length: 49 }, (_, i) => ({ ip: `10.0.0.${i}`, description: '' })),
  })
  const add = (ip: string) =>
    rdb.addInstanceACLRules({ instanceId, rules: [{ ip, description: '' }] })
  const outcomes = await Promise.allSettled([add('192.0.2.1'), add('192.0.2.2')])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect((await rdb.listInstanceACLRules({ instanceId })).totalCount).toBe(50)
})

test('the official client adds a private endpoint, which is there at once with its network', async () => {
  const { instanceId, port } = await createReady()
  const privateNetworkId = await makeNetwork()
  const endpoint = await rdb.createEndpoint({
    instanceId,
    endpointSpec: { privateNetwork: { privateNetworkId, ipamConfig: {} } },
  })
  expect(endpoint).toMatchObject({
    port: 5432,
    privateNetwork: { privateNetworkId, provisioningMode: 'static' },
  })
  expect(endpoint.privateNetwork?.serviceIp).toBe(`${endpoint.ip ?? ''}/20`)
  const instance = await rdb.getInstance({ instanceId })
  expect(instance.status).toBe('initializing')
  expect(instance.endpoints.map(({ id }) => id)).toContain(endpoint.id)
  expect(instance.endpoint?.port).toBe(port)
  expect(await rdb.getEndpoint({ endpointId: endpoint.id })).toEqual(endpoint)
  const second = rdb.createEndpoint({
    instanceId,
    endpointSpec: { privateNetwork: { privateNetworkId, serviceIp: endpoint.ip ?? '' } },
  })
  await expect(second).rejects.toThrow(Errors.AlreadyExistsError)
})

test('the same address gives the second instance a port of the range, another engine its own port', async () => {
  const privateNetworkId = await makeNetwork()
  const portOf = async (engine: string): Promise<number> => {
    const { instanceId } = await createReady(engine)
    const endpointSpec = { privateNetwork: { privateNetworkId, ipamConfig: {} } }
    return (await rdb.createEndpoint({ instanceId, endpointSpec })).port
  }
  expect(await portOf('PostgreSQL-17')).toBe(5432)
  expect(await portOf('PostgreSQL-18')).toBeGreaterThan(20_000)
  expect(await portOf('MySQL-9.7')).toBe(3306)
})

test('an endpoint is removed with 204, stays listed while it closes, and the instance may have none', async () => {
  const { instanceId } = await createReady()
  const [endpoint] = (await rdb.getInstance({ instanceId })).endpoints
  const endpointId = endpoint?.id ?? ''
  await rdb.deleteEndpoint({ endpointId })
  await rdb.deleteEndpoint({ endpointId })
  const closing = await rdb.getInstance({ instanceId })
  expect(closing).toMatchObject({ status: 'configuring', endpoints: [{ id: endpointId }] })
  await db().endpoint.delete({ where: { id: endpointId } })
  const without = await rdb.getInstance({ instanceId })
  expect(without).toMatchObject({ status: 'ready', endpoints: [] })
  expect(without.endpoint).toBeUndefined()
  expect((await rdb.listInstanceACLRules({ instanceId })).rules[0]?.port).toBe(0)
  await expect(rdb.getEndpoint({ endpointId })).rejects.toMatchObject({
    name: 'ResourceNotFoundError',
    resource: 'endpoint',
  })
  expect((await rdb.restartInstance({ instanceId })).status).toBe('restarting')
})

test('an endpoint moves with id, address and port, and its rules stay behind', async () => {
  const [from, to] = [await createReady(), await createReady('PostgreSQL-18')]
  const [endpoint] = (await rdb.getInstance(from)).endpoints
  const endpointId = endpoint?.id ?? ''
  const move = (instanceId: string) => rdb.migrateEndpoint({ endpointId, instanceId })
  await expect(move(to.instanceId)).rejects.toThrow(Errors.AlreadyExistsError)
  await expect(move(from.instanceId)).rejects.toThrow(Errors.PreconditionFailedError)
  const mysql = await createReady('MySQL-9.7')
  await expect(move(mysql.instanceId)).rejects.toThrow(/PostgreSQL instance/)
  await expect(move(newId())).rejects.toThrow(Errors.ResourceNotFoundError)
  await db().endpoint.deleteMany({ where: { instanceId: to.instanceId } })
  await rdb.setInstanceACLRules({ ...from, rules: [{ ip: '10.0.0.0/8', description: '' }] })
  expect(await move(to.instanceId)).toEqual(endpoint)
  expect((await rdb.getInstance(to)).endpoints).toEqual([endpoint])
  expect((await rdb.getInstance(from)).endpoints).toEqual([])
  expect((await rdb.listInstanceACLRules(from)).rules).toMatchObject([
    { ip: '10.0.0.0/8', port: 0 },
  ])
  expect(ips(await rdb.listInstanceACLRules(to))).toEqual(['0.0.0.0/0'])
  expect(await move(from.instanceId)).toEqual(endpoint)
})

test('an endpoint does not move to another project, and strangers learn nothing of it', async () => {
  const { instanceId } = await createReady()
  const [endpoint] = (await rdb.getInstance({ instanceId })).endpoints
  const endpointId = endpoint?.id ?? ''
  const elsewhere = await createReady()
  await db().endpoint.deleteMany({ where: { instanceId: elsewhere.instanceId } })
  const projectId = newId()
  await db().project.create({
    data: { id: projectId, name: projectId, organizationId: owner.key.organizationId },
  })
  await db().instance.update({ where: { id: elsewhere.instanceId }, data: { projectId } })
  await expect(
    rdb.migrateEndpoint({ endpointId, instanceId: elsewhere.instanceId }),
  ).rejects.toThrow(/one project/)
  const stranger = clientOf(await makeCaller(await makeOrganization(), { owner: true }))
  for (const call of [
    () => stranger.getEndpoint({ endpointId }),
    () => stranger.deleteEndpoint({ endpointId }),
    () => stranger.migrateEndpoint({ endpointId, instanceId }),
  ]) {
    await expect(call()).rejects.toMatchObject({
      name: 'ResourceNotFoundError',
      resource: 'endpoint',
      resourceId: endpointId,
    })
  }
})

test('a spec that is neither or both kinds, or no address of the network, is refused by name', async () => {
  const { instanceId } = await createReady()
  const privateNetworkId = await makeNetwork()
  const post = (endpointSpec: object) =>
    callAs(owner, 'POST', `${instances}/${instanceId}/endpoints`, {
      body: { endpoint_spec: endpointSpec },
    })
  const named = async (spec: object): Promise<unknown> => {
    const { status, body } = await post(spec)
    expect(status).toBe(400)
    return (body.details as { argument_name: string }[])[0]?.argument_name
  }
  const network = { private_network_id: privateNetworkId }
  expect(await named({})).toBe('endpoint_spec')
  expect(await named({ load_balancer: {}, private_network: network })).toBe('endpoint_spec')
  expect(await named({ private_network: { ...network, service_ip: '192.0.2.99/24' } })).toBe(
    'endpoint_spec.private_network.service_ip',
  )
  expect(await named({ private_network: { private_network_id: newId() } })).toBe(
    'endpoint_spec.private_network.private_network_id',
  )
})
