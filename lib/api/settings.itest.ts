import { createClient, Errors } from '@scaleway/sdk-client'
import { Rdbv1 } from '@scaleway/sdk-rdb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { db } from '@/lib/db/db.ts'
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
let port = 20_400

beforeAll(async () => {
  await reportMachine()
  const home = await makeOrganization()
  owner = await makeCaller(home, { owner: true })
  viewer = await makeCaller(home, { permissionSetNames: ['RelationalDatabasesReadOnly'] })
  server = await serveApi()
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

async function ready(name: string, engine = 'PostgreSQL-17'): Promise<string> {
  const { id } = await clientOf(owner).createInstance({
    name,
    engine,
    userName: '',
    password: '',
    nodeType: 'DB-DEV-S',
    isHaCluster: false,
    disableBackup: true,
    volumeType: 'lssd',
    volumeSize: 0,
    backupSameRegion: true,
  })
  port += 2
  await markReady(id, port)
  return id
}

/** Does to the row what the agent does once the engine has the settings. */
async function apply(instanceId: string): Promise<void> {
  const { settingsGeneration } = await db().instance.findUniqueOrThrow({
    where: { id: instanceId },
  })
  await db().instance.update({
    where: { id: instanceId },
    data: { status: 'ready', settingsObservedGeneration: settingsGeneration },
  })
}

test('engine versions tell which settings they have, with types, bounds, units and defaults', async () => {
  const { engines } = await clientOf(owner).listDatabaseEngines({
    name: 'postgresql',
    version: '17',
  })
  const [version] = engines[0]?.versions ?? []
  const find = (name: string) => version?.availableSettings.find((known) => known.name === name)
  expect(version?.availableSettings).toHaveLength(57)
  expect(version?.availableInitSettings).toEqual([])
  expect(find('work_mem')).toMatchObject({
    defaultValue: '4',
    hotConfigurable: true,
    propertyType: 'INT',
    unit: 'MB',
    intMin: 1,
    intMax: 2_097_151,
  })
  expect(find('max_connections')?.hotConfigurable).toBe(false)
  expect(find('random_page_cost')).toMatchObject({ propertyType: 'FLOAT', floatMax: 10 })
  expect(find('jit')).toMatchObject({ propertyType: 'BOOLEAN', defaultValue: 'on' })
  expect(find('pg_stat_statements.track')?.stringConstraint).toBe('^(top|all|none)$')
  const mysql = await clientOf(owner).listDatabaseEngines({ name: 'mysql' })
  expect(mysql.engines[0]?.versions[0]?.availableInitSettings).toMatchObject([
    { name: 'lower_case_table_names', intMin: 0, intMax: 1 },
  ])
})

test('the official client adds, replaces and removes settings, one change after the other', async () => {
  const rdb = clientOf(owner)
  const instanceId = await ready('settings')
  expect((await rdb.getInstance({ instanceId })).settings).toContainEqual({
    name: 'work_mem',
    value: '4',
  })
  const added = await rdb.addInstanceSettings({
    instanceId,
    settings: [{ name: 'deadlock_timeout', value: '500' }],
  })
  expect(added.settings).toHaveLength(7)
  expect(added.settings.at(-1)).toEqual({ name: 'deadlock_timeout', value: '500' })
  expect((await rdb.getInstance({ instanceId })).status).toBe('configuring')
  const sent = [
    { name: 'work_mem', value: '8' },
    { name: 'jit', value: 'off' },
  ]
  await expect(rdb.setInstanceSettings({ instanceId, settings: sent })).rejects.toThrow(
    Errors.TransientStateError,
  )
  await apply(instanceId)
  expect((await rdb.setInstanceSettings({ instanceId, settings: sent })).settings).toEqual(sent)
  await apply(instanceId)
  expect((await rdb.waitForInstance({ instanceId })).settings).toEqual(sent)
  const left = await rdb.deleteInstanceSettings({ instanceId, settingNames: ['jit'] })
  expect(left.settings).toEqual([{ name: 'work_mem', value: '8' }])
})

test('a change that changes nothing leaves the instance as it is', async () => {
  const rdb = clientOf(owner)
  const instanceId = await ready('unchanged')
  const { settings } = await rdb.addInstanceSettings({ instanceId, settings: [] })
  expect(settings).toHaveLength(6)
  expect((await rdb.getInstance({ instanceId })).status).toBe('ready')
})

test('settings that break a rule are refused by name, and nothing changes', async () => {
  const rdb = clientOf(owner)
  const instanceId = await ready('refused')
  const refused = rdb.addInstanceSettings({
    instanceId,
    settings: [
      { name: 'work_mem', value: '4MB' },
      { name: 'fsync', value: 'off' },
      { name: 'nonsense', value: '1' },
      { name: 'max_connections', value: '10' },
    ],
  })
  await expect(refused).rejects.toThrow(Errors.InvalidArgumentsError)
  await expect(refused).rejects.toMatchObject({
    details: [
      { argumentName: 'settings.0.value', reason: 'format' },
      { argumentName: 'settings.1.name', reason: 'constraint' },
      { argumentName: 'settings.2.name', reason: 'unknown' },
      { argumentName: 'settings.3.value', reason: 'constraint' },
    ],
  })
  await expect(
    rdb.deleteInstanceSettings({ instanceId, settingNames: ['nonsense'] }),
  ).rejects.toThrow(/nonsense is not a setting of PostgreSQL 17/)
  const row = await db().instance.findUniqueOrThrow({ where: { id: instanceId } })
  expect(row).toMatchObject({ status: 'ready', settings: [], settingsGeneration: 0 })
  await expect(clientOf(viewer).addInstanceSettings({ instanceId, settings: [] })).rejects.toThrow(
    Errors.PermissionsDeniedError,
  )
})

test('initial settings are kept at creation and refused ever after', async () => {
  const rdb = clientOf(owner)
  const request = {
    name: 'initial',
    engine: 'MySQL-9.7',
    userName: '',
    password: '',
    nodeType: 'DB-DEV-S',
    isHaCluster: false,
    disableBackup: true,
    volumeType: 'lssd' as const,
    volumeSize: 0,
    backupSameRegion: true,
  }
  const initSettings = [{ name: 'lower_case_table_names', value: '1' }]
  const created = await rdb.createInstance({ ...request, initSettings })
  expect(created.initSettings).toEqual(initSettings)
  await expect(
    rdb.createInstance({
      ...request,
      name: 'other',
      initSettings: [{ name: 'lower_case_table_names', value: '2' }],
    }),
  ).rejects.toThrow(Errors.InvalidArgumentsError)
  port += 2
  await markReady(created.id, port)
  await expect(
    rdb.addInstanceSettings({ instanceId: created.id, settings: initSettings }),
  ).rejects.toThrow(/can only be chosen when the instance is created/)
})

test('pgaudit stays loaded as long as a database has its extension', async () => {
  const rdb = clientOf(owner)
  const instanceId = await ready('audited')
  const settings = [{ name: 'rdb.enable_pgaudit', value: 'on' }]
  await rdb.addInstanceSettings({ instanceId, settings })
  await apply(instanceId)
  const where = { instanceId, databaseName: 'rdb', name: 'pgaudit' }
  await db().databaseExtension.create({ data: { ...where, status: 'installed', version: '17.1' } })
  const off = () => rdb.deleteInstanceSettings({ instanceId, settingNames: ['rdb.enable_pgaudit'] })
  await expect(off()).rejects.toThrow(Errors.PreconditionFailedError)
  await expect(rdb.setInstanceSettings({ instanceId, settings: [] })).rejects.toThrow(
    Errors.PreconditionFailedError,
  )
  await db().databaseExtension.deleteMany({ where })
  expect((await off()).settings).not.toContainEqual(settings[0])
})
