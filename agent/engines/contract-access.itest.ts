import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { layoutOf } from '@/agent/engines/layout.ts'
import { query, withSession as withMysqlSession } from '@/agent/engines/mysql/session.ts'
import { withSession } from '@/agent/engines/postgresql/session.ts'
import { escapeAttempts } from '@/agent/engines/testing/attempts.ts'
import { refusalCode, type TestSession } from '@/agent/engines/testing/client.ts'
import type { TestNode } from '@/agent/engines/testing/node.ts'
import { startNode, testPassword, type StartedNode } from '@/agent/engines/testing/started.ts'
import { testPacks } from '@/agent/packs/testing.ts'

const packs = (await testPacks()).filter(({ product }) => product !== 'haproxy')
const admin = { name: 'alice', isAdmin: true, password: testPassword }

describe.each(packs)('$id', (pack) => {
  let home: StartedNode
  let node: TestNode

  const engine = pack.product === 'mysql' ? 'mysql' : 'postgresql'

  const as = (name: string, password: string): Promise<TestSession> =>
    home.open(name, 'rdb', password)

  async function asAdmin<T>(
    work: (query: (sql: string) => Promise<Record<string, unknown>[]>) => Promise<T>,
  ): Promise<T> {
    const session = await home.open(admin.name)
    try {
      return await work((sql) => session.query(sql))
    } finally {
      await session.close()
    }
  }

  beforeAll(async () => {
    home = await startNode(pack)
    node = home.node
    await home.add(admin.name, admin)
    const change = { user: admin.name, database: 'rdb', permission: 'all' } as const
    await node.driver.setPrivilege(node.spec, node.credentials, change)
  })

  afterAll(() => home.end())

  test('the first user can work with data and structure of its database', async () => {
    const rows = await asAdmin(async (query) => {
      await query('CREATE TABLE own (id int PRIMARY KEY, note varchar(20))')
      await query("INSERT INTO own VALUES (1, 'one')")
      await query("UPDATE own SET note = 'uno'")
      await query('CREATE VIEW seen AS SELECT note FROM own')
      await query('CREATE INDEX by_note ON own (note)')
      await query('ALTER TABLE own ADD COLUMN more int')
      await query('CREATE DATABASE made_by_admin')
      return query('SELECT note FROM seen')
    })
    expect(rows).toEqual([{ note: 'uno' }])
  })

  test('the first user can make users where the engine lets that be safe', async () => {
    const making = asAdmin((query) =>
      query(
        engine === 'mysql'
          ? "CREATE USER 'made'@'%' IDENTIFIED BY 'Made-Pass-1'"
          : "CREATE ROLE made LOGIN PASSWORD 'Made-Pass-1'",
      ),
    )
    if (pack.product === 'postgresql' && pack.version === '15') {
      await expect(making).rejects.toThrow(/permission denied/)
    } else {
      await making
    }
  })

  test("a database's settings change nothing in Holdfast's own sessions", async () => {
    if (engine === 'mysql') return
    const hostile = {
      role: admin.name,
      search_path: 'public',
      statement_timeout: '1',
      lock_timeout: '1',
      row_security: 'on',
      default_transaction_read_only: 'on',
      standard_conforming_strings: 'off',
    }
    await asAdmin(async (query) => {
      await query('CREATE DATABASE hostile')
      for (const [name, value] of Object.entries(hostile)) {
        await query(`ALTER DATABASE hostile SET ${name} = '${value}'`)
      }
    })
    const found = await withSession(node.spec, node.credentials, 'hostile', async (client) => {
      const { rows } = await client.query<Record<string, string>>(
        `SELECT current_user AS user, ${[...Object.keys(hostile), 'session_replication_role']
          .map((name) => `current_setting('${name}') AS ${name}`)
          .join(', ')}`,
      )
      return rows[0]
    })
    expect(found).toEqual({
      user: '_rdb_superadmin',
      role: 'none',
      search_path: 'pg_catalog',
      statement_timeout: '0',
      lock_timeout: '10s',
      row_security: 'off',
      default_transaction_read_only: 'off',
      standard_conforming_strings: 'on',
      session_replication_role: 'origin',
    })
  })

  test('what admins may hand on of all tables they do not have before they take it', async () => {
    if (engine === 'mysql') return
    const major = Number(pack.version)
    const [row] = await asAdmin((query) =>
      query(
        `SELECT coalesce(string_agg(rolname, ',' ORDER BY rolname), '') AS held FROM pg_roles
         WHERE rolname IN ('pg_read_all_data', 'pg_write_all_data', 'pg_maintain',
                           'pg_create_subscription')
           AND pg_has_role(rolname, 'USAGE')`,
      ),
    )
    expect(row?.held).toBe('')
    if (major < 16 || major >= 18) return
    await asAdmin(async (query) => {
      await query('GRANT pg_create_subscription TO CURRENT_USER')
      await query('REVOKE pg_create_subscription FROM CURRENT_USER')
    })
  })

  test('accounts that would shut everybody out or pass for Holdfast are removed', async () => {
    if (engine === 'postgresql') return
    const password = "IDENTIFIED BY 'Stray-Pass-1'"
    for (const repair of ['guard', 'ensureUser'] as const) {
      await asAdmin(async (query) => {
        await query(`CREATE USER '_rdb_backup'@'%' ${password}`)
        await query(`CREATE USER '_RDB_X'@'10.%' ${password}`)
        await query(`CREATE USER ''@'127.0.0.2' ${password}`)
      })
      await expect(as(admin.name, admin.password)).rejects.toMatchObject({ errno: 1045 })
      if (repair === 'guard') await node.driver.guard(node.spec, node.credentials)
      else await node.driver.ensureUser(node.spec, node.credentials, admin)
      const left = await withMysqlSession(node.spec, node.credentials, (connection) =>
        query<{ account: string }>(
          connection,
          `SELECT concat(user, '@', host) AS account FROM mysql.user
           WHERE user = '' OR LOWER(user) LIKE '\\_rdb%'`,
        ),
      )
      expect(left).toEqual([{ account: '_rdb_superadmin@127.0.0.1' }])
      await (await as(admin.name, admin.password)).close()
    }
  })

  test('an admin makes functions and triggers', async () => {
    const statements =
      engine === 'mysql'
        ? [
            'CREATE FUNCTION doubled(n int) RETURNS int NO SQL RETURN n * 2',
            'CREATE TRIGGER before_own BEFORE INSERT ON own FOR EACH ROW SET NEW.more = 1',
          ]
        : [
            "CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            'CREATE TRIGGER before_own BEFORE INSERT ON own FOR EACH ROW EXECUTE FUNCTION noted()',
          ]
    await asAdmin(async (query) => {
      for (const statement of statements) await query(statement)
    })
  })

  test('a table that a customer has locked does not hold Holdfast up for long', async () => {
    if (engine === 'postgresql') return
    const [limits] = await withMysqlSession(node.spec, node.credentials, (connection) =>
      query(connection, 'SELECT @@lock_wait_timeout AS meta, @@innodb_lock_wait_timeout AS locks'),
    )
    expect(limits).toEqual({ meta: 10, locks: 10 })
  })

  test.each(escapeAttempts(engine))('an admin is refused: %s', async (statement, codes) => {
    const refusal = await asAdmin((query) => query(statement)).then(() => null, refusalCode)
    expect(codes).toContain(refusal)
  })

  test('making a user again changes its password and nothing else', async () => {
    const bob = { name: 'bob', isAdmin: false, password: 'Bobs-Pass-1' }
    await node.driver.ensureUser(node.spec, node.credentials, bob)
    await node.driver.ensureUser(node.spec, node.credentials, bob)
    await node.driver.setPrivilege(node.spec, node.credentials, {
      user: 'bob',
      database: 'rdb',
      permission: 'all',
    })
    const changed = { ...bob, password: 'Bobs-Pass-2' }
    await node.driver.ensureUser(node.spec, node.credentials, changed)
    await expect(as('bob', bob.password)).rejects.toThrow(/password|denied/i)
    const session = await as('bob', changed.password)
    expect(await session.query('SELECT count(*) AS n FROM own')).toHaveLength(1)
    await expect(session.query('CREATE DATABASE by_bob')).rejects.toThrow(/denied/i)
    await session.close()
  })

  test("names of the engine's and of Holdfast's own users are refused", async () => {
    for (const name of ['_rdb_superadmin', '_rdb_x', "a'b", '', 'x'.repeat(64)]) {
      await expect(
        node.driver.ensureUser(node.spec, node.credentials, { ...admin, name }),
      ).rejects.toThrow('not a possible user name')
    }
  })

  test('no password of a user is in any file that the node has written', async () => {
    const secret = 'Only-Once-Seen-1'
    await node.driver.ensureUser(node.spec, node.credentials, {
      name: 'carol',
      isAdmin: false,
      password: secret,
    })
    const { data, log } = layoutOf(node.spec.directory)
    const inData = (await readdir(data)).filter((name) => name.startsWith('binlog.'))
    const files = [
      ...(await readdir(log)).map((name) => join(log, name)),
      ...inData.map((name) => join(data, name)),
    ]
    for (const file of files) expect((await readFile(file)).includes(secret)).toBe(false)
  })
})
