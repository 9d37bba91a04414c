import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClient, Errors } from '@scaleway/sdk-client'
import { Rdbv1 } from '@scaleway/sdk-rdb'
import { signIn } from '@/agent/engines/testing/client.ts'
import { waitUntil } from '@/agent/process/ready.ts'
import { endTestProcesses, startTestAgent, type TestAgent } from '@/agent/testing.ts'
import { makeCaller, serveApi } from '@/lib/api/testing.ts'
import type { Context } from '@/lib/core/context.ts'
import { createDatabase } from '@/lib/databases/commands/create.ts'
import { db } from '@/lib/db/db.ts'
import { ensureInstallation } from '@/lib/iam/organization.ts'
import { newId } from '@/lib/ids/ids.ts'
import { createInstance } from '@/lib/instances/commands/create.ts'
import { deleteInstance } from '@/lib/instances/commands/delete.ts'
import { restartInstance } from '@/lib/instances/commands/restart.ts'
import { engineOf } from '@/lib/instances/engines.ts'
import { setPrivilege } from '@/lib/privileges/commands/set.ts'
import { createUser } from '@/lib/users/commands/create.ts'
import { deleteUser } from '@/lib/users/commands/delete.ts'
import { updateUser } from '@/lib/users/commands/update.ts'

const context: Context = {
  actor: { kind: 'system', name: 'test' },
  requestId: newId(),
  address: null,
  userAgent: null,
}
const password = 'Sturdy-Oak-4711'
let agent: TestAgent
let server: Awaited<ReturnType<typeof serveApi>>
let projectId: string
let rdb: InstanceType<typeof Rdbv1.API>

beforeAll(async () => {
  agent = await startTestAgent()
  server = await serveApi()
  const { organizationId, defaultProjectId } = await ensureInstallation()
  projectId = defaultProjectId
  const { key } = await makeCaller({ organizationId, projectId }, { owner: true })
  rdb = new Rdbv1.API(
    createClient({
      accessKey: key.accessKey,
      secretKey: key.secretKey,
      apiURL: server.url,
      defaultRegion: 'lo-cal',
      defaultOrganizationId: organizationId,
      defaultProjectId: projectId,
    }),
  )
})

afterAll(async () => {
  await agent.kill()
  await endTestProcesses()
  await server.stop()
})

describe.each(['PostgreSQL-18', 'MySQL-9.7'])('%s', (engine) => {
  let id: string
  const isMysql = engineOf(engine).name === 'mysql'

  async function as(
    user: string,
    statements: string | string[],
    options: { database?: string; secret?: string } = {},
  ) {
    const endpoint = await db().endpoint.findFirstOrThrow({ where: { instanceId: id } })
    const authority = await db().certificateAuthority.findFirstOrThrow()
    const session = await signIn(engineOf(engine).name, {
      port: endpoint.port,
      user,
      password: options.secret ?? password,
      database: options.database ?? 'rdb',
      authorityPem: authority.certificatePem,
      from: '127.0.0.1',
    })
    try {
      let rows: Record<string, unknown>[] = []
      for (const statement of [statements].flat()) rows = await session.query(statement)
      return rows
    } finally {
      await session.close()
    }
  }

  const until = (what: string, holds: () => Promise<boolean>) =>
    waitUntil(holds, { timeoutMs: 100_000, intervalMs: 50, label: what })

  const user = (name: string) =>
    db().databaseUser.findUnique({ where: { instanceId_name: { instanceId: id, name } } })
  const database = (name: string) =>
    db().logicalDatabase.findUnique({ where: { instanceId_name: { instanceId: id, name } } })

  beforeAll(async () => {
    const created = await createInstance.execute(context, {
      projectId,
      name: `inside ${newId().slice(0, 8)}`,
      engine,
      nodeType: 'db-dev-xs',
      volumeType: 'lssd',
      volumeSizeBytes: 0,
      userName: 'app',
      password,
    })
    id = created.id
    await until('the instance to be ready', async () => {
      const row = await db().instance.findUniqueOrThrow({ where: { id } })
      return row.status === 'ready'
    })
  })

  afterAll(async () => {
    await deleteInstance.execute(context, { instanceId: id })
    await waitUntil(async () => (await db().instance.count({ where: { id } })) === 0, {
      timeoutMs: 90_000,
      label: 'the instance to be gone',
    })
  })

  test('the first user and database are listed the moment the instance is ready', async () => {
    expect((await rdb.listUsers({ instanceId: id })).users).toEqual([
      { name: 'app', isAdmin: true },
    ])
    const { databases } = await rdb.listDatabases({ instanceId: id, skipSizeRetrieval: false })
    expect(databases).toMatchObject([{ name: 'rdb', managed: true }])
    expect((await rdb.listPrivileges({ instanceId: id })).privileges).toEqual([
      { databaseName: 'rdb', userName: 'app', permission: 'all' },
    ])
  })

  test('the official client drives databases, users and privileges from start to end', async () => {
    expect(await rdb.createDatabase({ instanceId: id, name: 'shop' })).toMatchObject({
      name: 'shop',
      managed: true,
      size: 0,
    })
    await expect(rdb.createDatabase({ instanceId: id, name: 'shop' })).rejects.toThrow(
      Errors.AlreadyExistsError,
    )
    const carol = { instanceId: id, name: 'carol', password, isAdmin: false }
    expect(await rdb.createUser(carol)).toEqual({ name: 'carol', isAdmin: false })
    await expect(rdb.createUser(carol)).rejects.toThrow(Errors.AlreadyExistsError)
    await expect(as('carol', 'SELECT 1', { database: 'shop' })).rejects.toThrow(/denied/)
    const privilege = { databaseName: 'shop', userName: 'carol' }
    expect(await rdb.setPrivilege({ instanceId: id, ...privilege, permission: 'all' })).toEqual({
      ...privilege,
      permission: 'all',
    })
    await as('carol', 'CREATE TABLE mine (id int)', { database: 'shop' })
    expect(
      await rdb.updateUser({ instanceId: id, name: 'carol', password: 'Other-Oak-4711' }),
    ).toEqual({ name: 'carol', isAdmin: false })
    await as('carol', 'SELECT * FROM mine', { database: 'shop', secret: 'Other-Oak-4711' })
    await expect(as('carol', 'SELECT 1', { database: 'shop' })).rejects.toThrow(/password|denied/)
    expect(await rdb.updateUser({ instanceId: id, name: 'carol', isAdmin: true })).toEqual({
      name: 'carol',
      isAdmin: true,
    })
    const byName = await rdb.listUsers({ instanceId: id, orderBy: 'name_desc' })
    expect(byName.users.map(({ name }) => name)).toEqual(['carol', 'app'])
    const { databases } = await rdb.listDatabases({
      instanceId: id,
      name: 'shop',
      skipSizeRetrieval: false,
    })
    expect(databases).toHaveLength(1)
    await expect(rdb.deleteDatabase({ instanceId: id, name: 'rdb' })).rejects.toThrow(
      Errors.PreconditionFailedError,
    )
    if (!isMysql) {
      const refusal = await rdb.deleteUser({ instanceId: id, name: 'carol' }).catch(String)
      expect(refusal).toContain('carol owns 1 relation in shop')
    }
    await rdb.deleteDatabase({ instanceId: id, name: 'shop' })
    await rdb.deleteUser({ instanceId: id, name: 'carol' })
    await expect(rdb.deleteUser({ instanceId: id, name: 'carol' })).rejects.toThrow(
      Errors.ResourceNotFoundError,
    )
    expect((await rdb.listUsers({ instanceId: id })).totalCount).toBe(1)
    const secrets = await db().secret.count({
      where: { ownerId: `instance:${id}`, name: { startsWith: 'user-password:' } },
    })
    expect(secrets).toBe(0)
  })

  test('twenty changes of one privilege at once all succeed and the engine agrees', async () => {
    await rdb.createUser({ instanceId: id, name: 'dora', password, isAdmin: false })
    const levels = ['readonly', 'readwrite', 'all', 'none'] as const
    const key = { instanceId: id, databaseName: 'rdb', userName: 'dora' }
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        rdb.setPrivilege({ ...key, permission: levels[index % 4] ?? 'none' }),
      ),
    )
    await rdb.setPrivilege({ ...key, permission: 'readonly' })
    const { privileges } = await rdb.listPrivileges({ instanceId: id, userName: 'dora' })
    expect(privileges).toEqual([{ databaseName: 'rdb', userName: 'dora', permission: 'readonly' }])
  })

  test('what SQL makes, changes and drops shows up by itself', async () => {
    await as('app', ['CREATE DATABASE by_sql'])
    await as(
      'app',
      isMysql
        ? [
            "CREATE USER 'sqluser'@'%' IDENTIFIED BY 'Sturdy-Oak-4711'",
            "GRANT SELECT ON by_sql.* TO 'sqluser'@'%'",
            "GRANT INSERT ON rdb.* TO 'dora'@'%'",
          ]
        : [
            "CREATE ROLE sqluser LOGIN PASSWORD 'Sturdy-Oak-4711' CONNECTION LIMIT 3",
            'CREATE TABLE made (id int)',
            'GRANT INSERT ON made TO dora',
          ],
    )
    await until('SQL-made things to be listed', async () => {
      const [found, made] = await Promise.all([user('sqluser'), database('by_sql')])
      return found?.isManaged === false && made?.isManaged === false
    })
    const read = async () => {
      const { privileges } = await rdb.listPrivileges({ instanceId: id, databaseName: 'rdb' })
      return privileges.find(({ userName }) => userName === 'dora')?.permission
    }
    await until('the change to be seen as custom', async () => (await read()) === 'custom')
    const key = { instanceId: id, databaseName: 'rdb', userName: 'dora' }
    await rdb.setPrivilege({ ...key, permission: 'readonly' })
    expect(await read()).toBe('readonly')
    await as('app', [
      'DROP DATABASE by_sql',
      isMysql ? "DROP USER 'sqluser'@'%'" : 'DROP ROLE sqluser',
    ])
    await until('both to vanish', async () => {
      const found = await Promise.all([user('sqluser'), database('by_sql')])
      return found.every((row) => row === null)
    })
  })

  test('changes that an agent was killed over are brought about by the next', async () => {
    const names = Array.from({ length: 6 }, (_, index) => `late_${String(index)}`)
    for (const name of names) {
      await createDatabase.execute(context, { instanceId: id, name })
      await createUser.execute(context, { instanceId: id, name, password })
      const key = { instanceId: id, databaseName: name, userName: name }
      await setPrivilege.execute(context, { ...key, permission: 'readwrite' })
    }
    await agent.kill()
    const waiting = await db().privilege.count({ where: { instanceId: id, status: 'applying' } })
    expect(waiting).toBeGreaterThan(0)
    agent = await startTestAgent()
    await until('everything to be applied', async () => {
      const where = { instanceId: id, status: { not: 'ready' } }
      const open = await Promise.all([
        db().logicalDatabase.count({ where }),
        db().databaseUser.count({ where }),
        db().privilege.count({ where }),
      ])
      return open.every((count) => count === 0)
    })
    await as('late_5', 'SELECT 1', { database: 'late_5' })
    for (const name of names) await deleteUser.execute(context, { instanceId: id, name })
    await until('the users to be gone', async () => {
      const left = await db().databaseUser.count({
        where: { instanceId: id, name: { startsWith: 'late_' } },
      })
      return left === 0
    })
  })

  test('a change waits for a restarting instance, and is applied once it runs', async () => {
    await restartInstance.execute(context, { instanceId: id })
    await updateUser.execute(context, { instanceId: id, name: 'dora', connectionLimit: 5 })
    expect((await user('dora'))?.status).toBe('applying')
    await until('the change to be applied', async () => (await user('dora'))?.status === 'ready')
    expect((await user('dora'))?.connectionLimit).toBe(5)
  })

  test('a refused deletion says why, and setting nothing forgets it', async () => {
    await as(
      'app',
      isMysql
        ? ['CREATE TABLE seen_by (id int)', 'CREATE VIEW apps_view AS SELECT * FROM seen_by']
        : ['CREATE TABLE seen_by (id int)'],
    )
    await deleteUser.execute(context, { instanceId: id, name: 'app' })
    await until('the refusal', async () => (await user('app'))?.status === 'failed')
    expect((await user('app'))?.failure).toMatch(isMysql ? /definer of 1 view in rdb/ : /app owns/)
    await updateUser.execute(context, { instanceId: id, name: 'app' })
    await until('the user to be ready', async () => (await user('app'))?.status === 'ready')
    await as('app', 'SELECT * FROM seen_by')
  })
})
