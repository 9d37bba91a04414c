import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SettablePermission } from '@/agent/engines/driver.ts'
import { refusalCode } from '@/agent/engines/testing/client.ts'
import { startNode, type StartedNode } from '@/agent/engines/testing/started.ts'
import { testPacks } from '@/agent/packs/testing.ts'

const packs = (await testPacks()).filter(({ product }) => product !== 'haproxy')

describe.each(packs)('$id', (pack) => {
  let home: StartedNode
  const isMysql = pack.product === 'mysql'
  const database = 'rdb'

  beforeAll(async () => {
    home = await startNode(pack)
    await home.add('alice', { isAdmin: true })
    await home.add('olga', { isAdmin: true })
    await home.add('bob')
    await set('alice', 'all')
    await set('olga', 'all')
    await home.as('alice', [
      'CREATE TABLE notes (id int PRIMARY KEY, text varchar(20))',
      "INSERT INTO notes VALUES (1, 'one')",
      'CREATE VIEW seen AS SELECT text FROM notes',
    ])
    await home.as('olga', ['CREATE TABLE olgas (id int PRIMARY KEY)'])
  })

  afterAll(() => home.end())

  async function set(user: string, permission: SettablePermission, on = database): Promise<void> {
    const { driver, spec, credentials } = home.node
    await driver.setPrivilege(spec, credentials, { user, database: on, permission })
  }

  async function found(user: string, kept?: SettablePermission, on = database) {
    const { driver, spec, credentials } = home.node
    const rows = await driver.findPrivileges(
      spec,
      credentials,
      on,
      kept === undefined ? [] : [{ user, permission: kept }],
    )
    return rows.find((row) => row.user === user)
  }

  /** Which of the statements bob may run, each in a session of its own. */
  async function allowed(statements: readonly string[]): Promise<boolean[]> {
    const results: boolean[] = []
    for (const statement of statements) {
      results.push(
        await home.as('bob', statement).then(
          () => true,
          (error: unknown) => {
            if (!isDenial(error)) throw error
            return false
          },
        ),
      )
    }
    return results
  }

  function isDenial(error: unknown): boolean {
    const denials = isMysql ? ['1044', '1045', '1142', '1143', '1227', '1370'] : ['42501']
    return denials.includes(refusalCode(error) ?? '')
  }

  const reading = ['SELECT * FROM notes', 'SELECT * FROM seen', 'SELECT * FROM olgas']
  const writing = [
    "INSERT INTO notes VALUES (2, 'two')",
    "UPDATE notes SET text = 'zwei' WHERE id = 2",
    'DELETE FROM notes WHERE id = 2',
    'INSERT INTO olgas VALUES (7)',
    'DELETE FROM olgas WHERE id = 7',
    'CREATE TEMPORARY TABLE passing (id int)',
  ]
  const building = ['CREATE TABLE bobs (id int)', 'TRUNCATE TABLE olgas']

  test('a new user may do nothing, not even connect', async () => {
    expect(await found('bob')).toMatchObject({ permission: 'none', differences: [] })
    expect(await allowed(['SELECT 1'])).toEqual([false])
  })

  test.each(['readonly', 'readwrite', 'all', 'readwrite', 'readonly', 'none'] as const)(
    '%s lets a user do what it says and no more, also after another level',
    async (permission) => {
      await set('bob', permission)
      expect(await found('bob', permission)).toEqual({
        user: 'bob',
        permission,
        differences: [],
      })
      const rank = ['none', 'readonly', 'readwrite', 'all'].indexOf(permission)
      expect(await allowed(reading)).toEqual(reading.map(() => rank >= 1))
      expect(await allowed(writing)).toEqual(writing.map(() => rank >= 2))
      expect(await allowed(building)).toEqual(building.map(() => rank >= 3))
      await home.asSuperuser('DROP TABLE IF EXISTS bobs')
    },
  )

  test('a level reaches what others make later, also in a schema made later', async () => {
    await set('bob', 'readonly')
    await home.as('olga', [
      'CREATE TABLE later (id int PRIMARY KEY)',
      'INSERT INTO later VALUES (1)',
    ])
    expect(await allowed(['SELECT * FROM later', 'INSERT INTO later VALUES (2)'])).toEqual([
      true,
      false,
    ])
    if (!isMysql) {
      await home.as('alice', [
        'CREATE SCHEMA fresh',
        'CREATE TABLE fresh.t (id serial PRIMARY KEY)',
        'CREATE MATERIALIZED VIEW fresh.m AS SELECT 1 AS one',
      ])
      expect(
        await allowed([
          'SELECT * FROM fresh.t',
          'SELECT * FROM fresh.m',
          'SELECT last_value FROM fresh.t_id_seq',
          "SELECT nextval('fresh.t_id_seq')",
          'CREATE TABLE fresh.mine (id int)',
        ]),
      ).toEqual([true, true, true, false, false])
    }
    expect(await found('bob', 'readonly')).toMatchObject({ permission: 'readonly' })
    await set('bob', 'readwrite')
    await home.as('olga', ['CREATE TABLE later_still (id int PRIMARY KEY)'])
    expect(await allowed(['INSERT INTO later_still VALUES (1)'])).toEqual([true])
    await set('bob', 'none')
    await home.as('olga', ['CREATE TABLE latest (id int PRIMARY KEY)'])
    expect(await found('bob', 'none')).toMatchObject({ permission: 'none' })
  })

  test('a level reaches what a user makes who joined after it was set', async () => {
    await set('bob', 'readwrite')
    await home.add('nora')
    await set('nora', 'all')
    await home.as('nora', ['CREATE TABLE noras (id int PRIMARY KEY)'])
    expect(await found('bob', 'readwrite')).toMatchObject({ permission: 'readwrite' })
    await home.as('nora', ['CREATE TABLE noras_next (id int PRIMARY KEY)'])
    const inserts = ['noras', 'noras_next'].map((table) => `INSERT INTO ${table} VALUES (1)`)
    expect(await allowed(inserts)).toEqual([true, true])
    expect(await found('bob', 'readwrite')).toMatchObject({ permission: 'readwrite' })
  })

  test.each(
    isMysql
      ? [
          ["GRANT INSERT ON rdb.notes TO 'bob'@'%'", /Has INSERT on notes/],
          ["GRANT UPDATE (text) ON rdb.notes TO 'bob'@'%'", /Has UPDATE on notes/],
          ["GRANT DROP ON rdb.* TO 'bob'@'%'", /Has DROP on the database/],
          ["REVOKE SHOW VIEW ON rdb.* FROM 'bob'@'%'", /Lacks SHOW VIEW on the database/],
        ]
      : [
          [
            'GRANT INSERT ON notes TO bob',
            /Has INSERT on 1 of \d+ tables, for example public.notes/,
          ],
          ['GRANT UPDATE (text) ON notes TO bob', /Has UPDATE on the column public.notes.text/],
          ['GRANT DELETE ON notes TO PUBLIC', /Has DELETE on 1 of \d+ tables/],
          ['GRANT UPDATE (text) ON notes TO PUBLIC', /Has UPDATE on the column/],
          ['REVOKE SELECT ON notes FROM bob', /Lacks SELECT on 1 of \d+ tables/],
          ['GRANT SELECT ON notes TO bob WITH GRANT OPTION', null],
          [
            'ALTER DEFAULT PRIVILEGES GRANT INSERT ON TABLES TO bob',
            /Has INSERT on tables that alice will make/,
          ],
          [
            'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT INSERT ON TABLES TO bob',
            /Has INSERT on what alice will make in the schema public/,
          ],
        ],
  )('%s is seen as custom, and setting the level again undoes it', async (statement, words) => {
    await set('bob', 'readonly')
    await home.as('alice', String(statement))
    const custom = await found('bob', 'readonly')
    if (words !== null) {
      expect(custom?.permission).toBe('custom')
      expect(custom?.differences.join('\n')).toMatch(words)
    }
    await set('bob', 'readonly')
    expect(await found('bob', 'readonly')).toMatchObject({
      permission: 'readonly',
      differences: [],
    })
  })

  test('none takes back what others than the owner have given', async () => {
    if (isMysql) return
    await home.add('carol')
    await set('carol', 'none')
    await home.as('alice', 'GRANT SELECT ON notes TO olga WITH GRANT OPTION')
    await home.as('olga', 'GRANT SELECT ON notes TO carol')
    expect(await found('carol')).toMatchObject({ permission: 'custom' })
    await set('carol', 'none')
    expect(await found('carol', 'none')).toMatchObject({ permission: 'none' })
    await set('olga', 'all')
    expect(await found('olga', 'all')).toMatchObject({ permission: 'all', differences: [] })
  })

  test('an admin of MySQL loses in one database what the level leaves out, and nothing elsewhere', async () => {
    if (!isMysql) return
    await set('olga', 'none')
    expect(await found('olga', 'none')).toMatchObject({ permission: 'none', differences: [] })
    await expect(home.as('olga', 'SELECT 1')).rejects.toMatchObject({ errno: 1044 })
    await expect(
      home.as('olga', "GRANT SELECT ON rdb.* TO 'olga'@'%'", 'information_schema'),
    ).rejects.toMatchObject({ errno: 1044 })
    await set('olga', 'readonly')
    await home.as('olga', 'SELECT * FROM notes')
    await expect(home.as('olga', 'DELETE FROM notes')).rejects.toMatchObject({ errno: 1142 })
    await home.as('olga', ['CREATE DATABASE olgas_own', 'CREATE TABLE olgas_own.t (a int)'])
    await set('olga', 'all')
    expect(await found('olga', 'all')).toMatchObject({ permission: 'all', differences: [] })
    await home.as('olga', "GRANT SELECT ON rdb.notes TO 'bob'@'%'")
  })

  test('a database that is made again under an old name is closed to who had the old one', async () => {
    const { driver, spec, credentials } = home.node
    await driver.ensureDatabase(spec, credentials, 'again')
    await set('bob', 'all', 'again')
    await set('olga', 'readonly', 'again')
    const session = await home.open('bob', 'again')
    await driver.dropDatabase(spec, credentials, 'again')
    await expect(session.query('SELECT 1')).rejects.toThrow()
    await session.close().catch(() => undefined)
    await driver.ensureDatabase(spec, credentials, 'again')
    expect(await found('bob', undefined, 'again')).toMatchObject({ permission: 'none' })
    expect(await found('olga', undefined, 'again')).toMatchObject({
      permission: isMysql ? 'all' : 'none',
    })
    await driver.dropDatabase(spec, credentials, 'again')
    await driver.dropDatabase(spec, credentials, 'again')
  })

  test('none ends the sessions that the user has open in the database', async () => {
    await set('bob', 'readonly')
    const session = await home.open('bob')
    const waiting = session.query(isMysql ? 'SELECT sleep(600)' : 'SELECT pg_sleep(600)')
    await Promise.all([
      expect(waiting).rejects.toThrow(/terminat|closed|lost/i),
      set('bob', 'none'),
    ])
    await session.close().catch(() => undefined)
  })

  test('twenty changes of one database at once all come through, the last one rules', async () => {
    const levels = ['readonly', 'readwrite', 'all', 'none'] as const
    const noise = isMysql
      ? []
      : Array.from({ length: 10 }, () =>
          home.as('alice', 'GRANT SELECT ON notes TO bob').catch(refusalCode),
        )
    await Promise.all([
      ...Array.from({ length: 20 }, (_, index) => set('bob', levels[index % 4] ?? 'none')),
      ...noise,
    ])
    await set('bob', 'readwrite')
    expect(await found('bob', 'readwrite')).toMatchObject({ permission: 'readwrite' })
  })
})
