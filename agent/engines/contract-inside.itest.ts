import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestSession } from '@/agent/engines/testing/client.ts'
import { startNode, testPassword, type StartedNode } from '@/agent/engines/testing/started.ts'
import { testPacks } from '@/agent/packs/testing.ts'

const packs = (await testPacks()).filter(({ product }) => product !== 'haproxy')

describe.each(packs)('$id', (pack) => {
  let home: StartedNode
  const isMysql = pack.product === 'mysql'
  const hasAdminRoles = isMysql || Number(pack.version) >= 16

  beforeAll(async () => {
    home = await startNode(pack)
    await home.add('alice', { isAdmin: true })
    await home.add('olga')
    await all('alice', 'rdb')
    await all('olga', 'rdb')
  })

  afterAll(() => home.end())

  async function all(user: string, database: string): Promise<void> {
    const { driver, spec, credentials } = home.node
    await driver.setPrivilege(spec, credentials, { user, database, permission: 'all' })
  }

  async function drop(name: string, reassignTo: string | null = null): Promise<void> {
    const { driver, spec, credentials } = home.node
    await driver.dropUser(spec, credentials, { name, reassignTo })
  }

  const users = () => home.node.driver.findUsers(home.node.spec, home.node.credentials)
  const user = async (name: string) => (await users()).find((found) => found.name === name)
  const databases = () =>
    home.node.driver.findDatabases(home.node.spec, home.node.credentials, { withSizes: true })

  async function ended(session: TestSession): Promise<void> {
    await expect(session.query('SELECT 1')).rejects.toThrow()
    await session.close().catch(() => undefined)
  }

  const names = isMysql
    ? ['quo"te', "apo'strophe", 'back`tick', 'größe', '数据库', 'semi;colon', 'Case', 'a b', 'x_y']
    : [
        'quo"te',
        "apo'strophe",
        'back`tick',
        'größe',
        '数据库🐘',
        'semi;colon',
        'Case',
        'a.b',
        'x_y',
      ]

  test.each([...names, 'x'.repeat(63)])(
    'a database named %s is made, listed, granted, used and dropped',
    async (name) => {
      const { driver, spec, credentials } = home.node
      await driver.ensureDatabase(spec, credentials, name)
      await driver.ensureDatabase(spec, credentials, name)
      await all('olga', name)
      await home.as('olga', ['CREATE TABLE t (id int)', 'INSERT INTO t VALUES (1)'], name)
      const found = (await databases()).find((database) => database.name === name)
      expect(found?.sizeBytes).toBeGreaterThan(0)
      expect(found?.owner).toBe(isMysql ? null : '_rdb_superadmin')
      const privileges = await driver.findPrivileges(spec, credentials, name, [])
      expect(privileges.find((row) => row.user === 'olga')?.permission).toBe('all')
      const session = await home.open('olga', name)
      await driver.dropDatabase(spec, credentials, name)
      await ended(session)
      expect((await databases()).map((database) => database.name)).not.toContain(name)
    },
  )

  test('tables, columns and routines with quotes and unicode in their names are granted and revoked', async () => {
    const quote = (name: string) =>
      isMysql ? `\`${name.replaceAll('`', '``')}\`` : `"${name.replaceAll('"', '""')}"`
    const odd = isMysql ? 'täb`le 🙂'.replace(' 🙂', '') : 'täb"le 🐘'
    await home.as('alice', [
      `CREATE TABLE ${quote(odd)} (${quote('cö"l')} int)`,
      isMysql
        ? `CREATE PROCEDURE ${quote('prö"c')}() SELECT 1`
        : `CREATE FUNCTION ${quote('prö"c')}(int) RETURNS int LANGUAGE sql AS 'SELECT 1'`,
      ...(isMysql
        ? [`GRANT INSERT (${quote('cö"l')}) ON rdb.${quote(odd)} TO 'olga'@'%'`]
        : [`GRANT INSERT (${quote('cö"l')}) ON ${quote(odd)} TO olga`]),
    ])
    const { driver, spec, credentials } = home.node
    const set = (permission: 'none' | 'readwrite') =>
      driver.setPrivilege(spec, credentials, { user: 'olga', database: 'rdb', permission })
    await set('readwrite')
    await home.as('olga', `INSERT INTO ${quote(odd)} VALUES (1)`)
    await set('none')
    const found = await driver.findPrivileges(spec, credentials, 'rdb', [])
    expect(found.find((row) => row.user === 'olga')).toMatchObject({ permission: 'none' })
    await all('olga', 'rdb')
  })

  test('accounts of Holdfast and of the engine are not listed as users', async () => {
    const listed = (await users()).map(({ name }) => name)
    expect(listed).toEqual(expect.arrayContaining(['alice', 'olga']))
    expect(listed.filter((name) => /^(_rdb|pg_|mysql\.|root)/.test(name))).toEqual([])
  })

  test('admin rights, connection limit and password are changed each by itself', async () => {
    const { driver, spec, credentials } = home.node
    await home.add('carl')
    const change = { name: 'carl', isAdmin: true, password: null, connectionLimit: 2 }
    await driver.ensureUser(spec, credentials, change)
    expect(await user('carl')).toMatchObject({ isAdmin: true, connectionLimit: 2 })
    await all('carl', 'rdb')
    const sessions = await Promise.all([home.open('carl'), home.open('carl')])
    expect(await user('carl')).toMatchObject({ isConnected: true })
    await expect(home.open('carl')).rejects.toThrow(/too many connections|max_user_connections/i)
    await Promise.all(sessions.map((session) => session.close()))
    await driver.ensureUser(spec, credentials, { ...change, isAdmin: false, connectionLimit: null })
    expect(await user('carl')).toMatchObject({ isAdmin: false, connectionLimit: null })
    await home.as('carl', 'SELECT 1')
    await drop('carl')
  })

  test('a password is not changed for a user that is not there', async () => {
    const { driver, spec, credentials } = home.node
    await expect(
      driver.ensureUser(spec, credentials, { name: 'nobody', isAdmin: false, password: null }),
    ).rejects.toThrow('There is no user nobody any more')
  })

  test('a user without objects is dropped with sessions and privileges, and twice does no harm', async () => {
    await home.add('dave')
    await all('dave', 'rdb')
    const session = await home.open('dave')
    await drop('dave')
    await ended(session)
    await drop('dave')
    expect(await user('dave')).toBeUndefined()
    await expect(home.as('dave', 'SELECT 1')).rejects.toThrow(/password|denied/i)
  })

  test('a user who owns something stays, with a count, until it goes to somebody else', async () => {
    await home.add('emma')
    const { driver, spec, credentials } = home.node
    await driver.ensureDatabase(spec, credentials, 'second')
    for (const database of ['rdb', 'second']) {
      await all('emma', database)
      await all('alice', database)
      await home.as(
        'emma',
        [
          'CREATE TABLE emmas (id int)',
          'INSERT INTO emmas VALUES (7)',
          'CREATE VIEW emmas_view AS SELECT 1 AS one',
        ],
        database,
      )
    }
    const owned = (await user('emma'))?.ownedObjects
    expect(owned).toEqual(
      expect.arrayContaining([
        { database: 'rdb', kind: isMysql ? 'views' : 'relations', count: isMysql ? 1 : 2 },
      ]),
    )
    await expect(drop('emma')).rejects.toThrow(
      isMysql
        ? 'emma is the definer of 1 view in rdb; 1 view in second'
        : 'emma owns 2 relations in rdb; 2 relations in second',
    )
    await home.as('emma', 'SELECT * FROM emmas')
    if (isMysql) {
      await home.as('alice', ['DROP VIEW rdb.emmas_view', 'DROP VIEW second.emmas_view'])
      await drop('emma')
    } else {
      await expect(drop('emma', 'nobody')).rejects.toThrow('no other user nobody')
      await drop('emma', 'alice')
    }
    for (const database of ['rdb', 'second']) {
      expect(await home.as('alice', 'SELECT * FROM emmas', database)).toEqual([{ id: 7 }])
    }
    expect(await user('emma')).toBeUndefined()
    await driver.dropDatabase(spec, credentials, 'second')
  })

  test('what SQL made is listed, changed and dropped like everything else', async () => {
    if (!hasAdminRoles) return
    await home.as('alice', [
      isMysql
        ? `CREATE USER 'made by sql'@'%' IDENTIFIED BY '${testPassword}'`
        : `CREATE ROLE "made by sql" LOGIN PASSWORD '${testPassword}'`,
      'CREATE DATABASE by_sql',
    ])
    expect((await databases()).find(({ name }) => name === 'by_sql')?.owner).toBe(
      isMysql ? null : 'alice',
    )
    const { driver, spec, credentials } = home.node
    await all('made by sql', 'by_sql')
    await home.as('made by sql', 'CREATE TABLE t (id int)', 'by_sql')
    await driver.dropDatabase(spec, credentials, 'by_sql')
    await drop('made by sql')
    expect(await user('made by sql')).toBeUndefined()
  })

  test('the owner of a database keeps every right in it, and is told so', async () => {
    if (isMysql) return
    await home.as('alice', 'CREATE DATABASE alices')
    const { driver, spec, credentials } = home.node
    await expect(
      driver.setPrivilege(spec, credentials, {
        user: 'alice',
        database: 'alices',
        permission: 'readonly',
      }),
    ).rejects.toThrow('alice owns the database alices')
    const change = { user: 'olga', database: 'alices', permission: 'none' } as const
    await driver.setPrivilege(spec, credentials, change)
    await expect(home.as('olga', 'SELECT 1', 'alices')).rejects.toThrow(/permission denied/)
    await home.as('alice', 'SELECT 1', 'alices')
    await driver.dropDatabase(spec, credentials, 'alices')
  })

  test('a role that SQL made without rights can be dropped by SQL as well', async () => {
    if (!hasAdminRoles) return
    const name = isMysql ? "'fleeting'@'%'" : 'fleeting'
    const { driver, spec, credentials } = home.node
    const verb = isMysql ? `CREATE USER ${name}` : `CREATE ROLE ${name} LOGIN`
    await home.as('alice', `${verb} ${isMysql ? `IDENTIFIED BY '${testPassword}'` : ''}`)
    const kept = [{ user: 'olga', permission: 'all' as const }]
    await driver.findPrivileges(spec, credentials, 'rdb', kept)
    await home.as('alice', `DROP USER ${name}`)
  })

  test('objects of an extension keep their own rights', async () => {
    if (isMysql) return
    await home.asSuperuser('CREATE EXTENSION dblink SCHEMA public')
    await all('olga', 'rdb')
    const use = (name: string) => home.as('olga', `SELECT ${name}('x', 'host=127.0.0.1 port=1')`)
    await expect(use('dblink_connect_u')).rejects.toMatchObject({ code: '42501' })
    await expect(use('dblink_connect')).rejects.not.toMatchObject({ code: '42501' })
    await home.asSuperuser('DROP EXTENSION dblink')
  })
})
