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

let server: Awaited<ReturnType<typeof serveApi>>
let owner: Caller
let viewer: Caller

beforeAll(async () => {
  await reportMachine()
  const home = await makeOrganization()
  owner = await makeCaller(home, { owner: true })
  viewer = await makeCaller(home, { permissionSetNames: ['RelationalDatabasesReadOnly'] })
  await db().certificateAuthority.create({
    data: {
      id: 'installation',
      certificatePem: '-----BEGIN CERTIFICATE-----\nYXV0aG9yaXR5\n-----END CERTIFICATE-----\n',
    },
  })
  server = await serveApi()
})
afterAll(() => server.stop())

function clientOf(
  caller: Caller,
  secretKey = caller.key.secretKey,
): InstanceType<typeof Rdbv1.API> {
  return new Rdbv1.API(
    createClient({
      accessKey: caller.key.accessKey,
      secretKey,
      apiURL: server.url,
      defaultRegion: 'lo-cal',
      defaultOrganizationId: caller.key.organizationId,
      defaultProjectId: caller.key.projectId,
    }),
  )
}

const request = (
  name: string,
): Parameters<InstanceType<typeof Rdbv1.API>['createInstance']>[0] => ({
  name,
  engine: 'PostgreSQL-17',
  userName: 'app',
  password: 'Correct-Horse-7',
  nodeType: 'DB-DEV-XS',
  isHaCluster: false,
  disableBackup: false,
  volumeType: 'lssd',
  volumeSize: 0,
  backupSameRegion: true,
})

test('the official client lists engines, newest version first, and node types', async () => {
  const rdb = clientOf(owner)
  const { engines, totalCount } = await rdb.listDatabaseEngines()
  expect(totalCount).toBe(2)
  expect(engines.map(({ name }) => name)).toEqual(['MySQL', 'PostgreSQL'])
  expect(engines[1]?.versions.map((v) => [v.name, v.disabled])).toEqual([
    ['PostgreSQL-18', false],
    ['PostgreSQL-17', false],
    ['PostgreSQL-15', true],
  ])
  expect(engines[1]?.versions[1]?.endOfLife).toEqual(new Date('2029-11-08T00:00:00Z'))
  const mysql = await rdb.listDatabaseEngines({ name: 'mysql' }).all()
  expect(mysql.map(({ name }) => name)).toEqual(['MySQL'])
  expect((await rdb.listDatabaseEngines({ version: '17' })).engines).toHaveLength(1)
  const nodeTypes = await rdb.listNodeTypes({ includeDisabledTypes: true }).all()
  const small = nodeTypes.find(({ name }) => name === 'db-dev-s')
  expect(small).toMatchObject({ vcpus: 2, memory: 2 * 1024 ** 3, stockStatus: 'available' })
  expect(small?.availableVolumeTypes.map(({ type }) => type)).toEqual(['lssd', 'sbs_5k'])
})

test('the official client takes an instance from creation to deletion', async () => {
  const rdb = clientOf(owner)
  const created = await rdb.createInstance({ ...request('life'), tags: ['a', 'b'] })
  expect(created).toMatchObject({
    name: 'life',
    status: 'provisioning',
    engine: 'PostgreSQL-17',
    nodeType: 'db-dev-xs',
    volume: { type: 'lssd', size: 5 * 10 ** 9, class: 'lssd' },
    endpoints: [],
    tags: ['a', 'b'],
    organizationId: owner.key.organizationId,
    projectId: owner.key.projectId,
    region: 'lo-cal',
    isHaCluster: false,
  })
  expect(created.createdAt).toBeInstanceOf(Date)
  const instanceId = created.id
  await expect(rdb.restartInstance({ instanceId })).rejects.toThrow(Errors.TransientStateError)
  await markReady(instanceId, 20_100)
  const ready = await rdb.waitForInstance({ instanceId })
  expect(ready.status).toBe('ready')
  expect(ready.endpoints).toMatchObject([{ ip: '127.0.0.1', port: 20_100, loadBalancer: {} }])
  expect(ready.endpoint?.port).toBe(20_100)
  const updated = await rdb.updateInstance({ instanceId, name: 'life-2', tags: [] })
  expect(updated).toMatchObject({ name: 'life-2', tags: [], status: 'ready' })
  const { rules } = await rdb.listInstanceACLRules({ instanceId })
  expect(rules).toEqual([
    {
      ip: '0.0.0.0/0',
      port: 20_100,
      protocol: 'tcp',
      direction: 'inbound',
      action: 'allow',
      description: 'Allow All',
    },
  ])
  const pem = await (await rdb.getInstanceCertificate({ instanceId })).text()
  expect(pem.match(/BEGIN CERTIFICATE/g)).toHaveLength(2)
  expect((await rdb.restartInstance({ instanceId })).status).toBe('restarting')
  expect((await rdb.deleteInstance({ instanceId })).status).toBe('deleting')
  expect((await rdb.deleteInstance({ instanceId })).status).toBe('deleting')
  await db().instance.delete({ where: { id: instanceId } })
  await expect(rdb.waitForInstance({ instanceId })).rejects.toThrow(Errors.ResourceNotFoundError)
})

test('the pager of the official client sees every instance once', async () => {
  const rdb = clientOf(owner)
  const names = Array.from({ length: 7 }, (_, index) => `page-${String(index)}`)
  for (const name of names) await rdb.createInstance(request(name))
  const paged = await rdb.listInstances({ name: 'PAGE-', pageSize: 3 }).all()
  expect(paged.map(({ name }) => name)).toEqual(names)
  const down = await rdb.listInstances({ name: 'page-', orderBy: 'name_desc', pageSize: 2 }).all()
  expect(down.map(({ name }) => name)).toEqual([...names].reverse())
})

test('every failure reaches the official client as its own class', async () => {
  const rdb = clientOf(owner)
  await rdb.createInstance(request('taken'))
  await expect(rdb.createInstance(request('taken'))).rejects.toThrow(Errors.AlreadyExistsError)
  const unknown = newId()
  await expect(rdb.getInstance({ instanceId: unknown })).rejects.toMatchObject({
    name: 'ResourceNotFoundError',
    resource: 'instance',
    resourceId: unknown,
  })
  const bad = rdb.createInstance({ ...request('bad'), password: 'short', volumeSize: 7 })
  await expect(bad).rejects.toThrow(Errors.InvalidArgumentsError)
  await expect(bad).rejects.toThrow(/volume_size does not respect constraint/)
  await expect(rdb.createInstance({ ...request('ha'), isHaCluster: true })).rejects.toThrow(
    Errors.PreconditionFailedError,
  )
  const gone = rdb.createInstance({ ...request('gone'), engine: 'PostgreSQL-15' })
  await expect(gone).rejects.toThrow(Errors.OutOfStockError)
  const stranger = clientOf(owner, newId())
  await expect(stranger.listInstances()).rejects.toThrow(Errors.DeniedAuthenticationError)
  await expect(clientOf(viewer).createInstance(request('no'))).rejects.toThrow(
    Errors.PermissionsDeniedError,
  )
})
