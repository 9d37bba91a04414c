import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusalCode, signIn, type TestSession } from '@/agent/engines/testing/client.ts'
import { layoutOf } from '@/agent/engines/layout.ts'
import type { Attempt } from '@/agent/engines/testing/restrictions/attempt.ts'
import { mysqlAccountAttempts } from '@/agent/engines/testing/restrictions/mysql-accounts.ts'
import { mysqlServerAttempts } from '@/agent/engines/testing/restrictions/mysql-server.ts'
import { ordinaryWork } from '@/agent/engines/testing/restrictions/mysql-ordinary.ts'
import { mysqlState } from '@/agent/engines/testing/restrictions/mysql-state.ts'
import { startNode, testPassword, type StartedNode } from '@/agent/engines/testing/started.ts'
import { testPacks } from '@/agent/packs/testing.ts'

const packs = (await testPacks()).filter(({ product }) => product === 'mysql')
const attempts: readonly Attempt[] = [...mysqlAccountAttempts, ...mysqlServerAttempts]

describe.each(packs)('$id', (pack) => {
  let home: StartedNode
  let superuser: TestSession
  let before: Record<string, unknown>
  let threads: { holdfast: string; scheduler: string }

  beforeAll(async () => {
    home = await startNode(pack)
    await home.add('alice', { isAdmin: true })
    await home.add('bob')
    const { driver, spec, credentials } = home.node
    for (const user of ['alice', 'bob']) {
      await driver.setPrivilege(spec, credentials, { user, database: 'rdb', permission: 'all' })
    }
    await home.as('alice', [
      'CREATE TABLE notes (id int PRIMARY KEY, text varchar(20))',
      'CREATE TABLE parts (id int) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10))',
      'CREATE VIEW seen AS SELECT 1',
      'CREATE EVENT tick ON SCHEDULE EVERY 1 DAY DO SELECT 1',
      'CREATE ROLE ladder',
    ])
    superuser = await signIn('mysql', {
      port: spec.port,
      user: credentials.user,
      password: credentials.password,
      database: 'mysql',
      authorityPem: await readFile(layoutOf(spec.directory).authorityFile, 'utf8'),
      from: '127.0.0.1',
    })
    before = await mysqlState(superuser)
    const rows = await home.asSuperuser(
      "SELECT id, user FROM information_schema.processlist WHERE user IN ('_rdb_superadmin', 'event_scheduler') ORDER BY id",
    )
    const idOf = (user: string) => String(rows.find((row) => row.user === user)?.id)
    threads = { holdfast: idOf('_rdb_superadmin'), scheduler: idOf('event_scheduler') }
  })

  afterAll(async () => {
    await superuser.close().catch(() => undefined)
    await home.end()
  })

  function filled(sql: string): string {
    return sql
      .replaceAll('{directory}', home.node.spec.directory)
      .replaceAll('{holdfast}', threads.holdfast)
      .replaceAll('{scheduler}', threads.scheduler)
  }

  /** Runs the statements as alice; the server's answer to the last, null when it accepted. */
  async function answer(statements: readonly string[], user = 'alice'): Promise<string | null> {
    const session = await home.open(user)
    try {
      for (const statement of statements.slice(0, -1)) await session.query(filled(statement))
      return await session.query(filled(statements.at(-1) ?? '')).then(() => null, refusalCode)
    } finally {
      await session.close()
    }
  }

  test.each(attempts)('an admin cannot $name', async ({ sql, codes }) => {
    expect(codes).toContain(await answer([sql].flat()))
    expect(await mysqlState(superuser)).toEqual(before)
    expect(existsSync(join(home.node.spec.directory, 'data', 'escape'))).toBe(false)
  })

  test('a file of the server reads as nothing', async () => {
    expect(await home.as('alice', "SELECT LOAD_FILE('/etc/passwd') AS text")).toEqual([
      { text: null },
    ])
  })

  test.each(ordinaryWork)('an admin can $name', async ({ sql }) => {
    await home.as('alice', [sql].flat())
  })

  test('an account made by an admin gets no more than the admin has', async () => {
    await home.as('alice', [
      `CREATE USER second IDENTIFIED BY '${testPassword}'`,
      'GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, CREATE USER ON *.* TO second WITH GRANT OPTION',
    ])
    for (const statement of [
      'SELECT * FROM mysql.user',
      'DELETE FROM mysql.user',
      "UPDATE performance_schema.setup_consumers SET ENABLED = 'NO'",
      'DROP TABLE sys.sys_config',
      'GRANT SELECT ON mysql.* TO second',
    ]) {
      expect(['1044', '1142']).toContain(await answer([statement], 'second'))
    }
    await home.as('alice', 'DROP USER second')
  })

  test('accounts that look like those of the server or Holdfast neither serve nor stay', async () => {
    const { driver, spec, credentials } = home.node
    const identified = `IDENTIFIED BY '${testPassword}'`
    await home.as('alice', [
      ...['%', 'localhost', '::1', '127.0.0.%', '127.0.0.1/32', '127.0.0.1/255.255.255.255'].map(
        (host) => `CREATE USER '_rdb_superadmin'@'${host}' ${identified}`,
      ),
      `CREATE USER ''@'127.0.0.1' ${identified}`,
      `CREATE USER 'mysql.sys'@'%' ${identified}`,
      `CREATE USER 'mysql.session'@'127.0.0.2' ${identified}`,
      `CREATE USER 'MySQL.infoschema'@'%' ${identified}`,
      `CREATE USER 'root'@'%' ${identified}`,
    ])
    await driver.disconnect(spec.nodeId)
    expect(await driver.probe(spec, credentials, 5_000)).toMatchObject({ state: 'up' })
    expect(await home.asSuperuser('SELECT current_user() AS who')).toEqual([
      { who: '_rdb_superadmin@127.0.0.1' },
    ])
    await driver.guard(spec, credentials)
    expect(
      await home.asSuperuser(
        "SELECT concat(user, '@', host) AS name FROM mysql.user WHERE user LIKE '%rdb%' OR user LIKE 'mysql.%' OR user = '' ORDER BY 1",
      ),
    ).toEqual([
      { name: '_rdb_superadmin@127.0.0.1' },
      { name: 'mysql.infoschema@localhost' },
      { name: 'mysql.session@localhost' },
      { name: 'mysql.sys@localhost' },
    ])
    const users = await driver.findUsers(spec, credentials)
    expect(users.map(({ name }) => name)).toContain('root')
    await driver.dropUser(spec, credentials, { name: 'root', reassignTo: null })
  })

  test('no password appears in what admins can see of statements', async () => {
    const { driver, spec, credentials } = home.node
    const secret = 'Secret-In-Clear-9'
    const session = await home.open('alice')
    await driver.ensureUser(spec, credentials, { name: 'carol', isAdmin: false, password: secret })
    for (const [table, column] of [
      ['events_statements_current', 'SQL_TEXT'],
      ['events_statements_history', 'SQL_TEXT'],
      ['events_statements_history_long', 'SQL_TEXT'],
      ['events_statements_summary_by_digest', 'QUERY_SAMPLE_TEXT'],
      ['threads', 'PROCESSLIST_INFO'],
    ] as const) {
      const rows = await session.query(
        `SELECT ${column} AS text FROM performance_schema.${table}
         WHERE ${column} LIKE concat('%Secret-In', '-Clear%')`,
      )
      expect(rows).toEqual([])
    }
    await session.close()
  })

  test('an admin who lets nobody write is sent away when Holdfast has to', async () => {
    const { driver, spec, credentials } = home.node
    const session = await home.open('alice')
    await session.query('FLUSH TABLES WITH READ LOCK')
    await driver.setPrivilege(spec, credentials, {
      user: 'bob',
      database: 'rdb',
      permission: 'readonly',
    })
    await expect(session.query('SELECT 1')).rejects.toThrow()
    await session.close().catch(() => undefined)
  })

  test('an admin who takes every connection leaves enough for Holdfast', async () => {
    const { driver, spec, credentials } = home.node
    await driver.disconnect(spec.nodeId)
    const sessions: TestSession[] = []
    try {
      for (;;) {
        const opened = await home.open('alice').catch(refusalCode)
        if (typeof opened === 'string' || opened === null) {
          expect(opened).toBe('1040')
          break
        }
        sessions.push(opened)
      }
      expect(await driver.probe(spec, credentials, 5_000)).toMatchObject({ state: 'up' })
      await driver.ensureUser(spec, credentials, { name: 'bob', isAdmin: false, password: null })
      await driver.guard(spec, credentials)
    } finally {
      await Promise.all(sessions.map((session) => session.close()))
    }
  })

  test('after all of it only accounts of the server and Holdfast are more than admins', async () => {
    expect(
      await home.asSuperuser(
        `SELECT DISTINCT user FROM mysql.global_grants WHERE priv = 'SYSTEM_USER'
         UNION SELECT user FROM mysql.user WHERE super_priv = 'Y' OR file_priv = 'Y' ORDER BY 1`,
      ),
    ).toEqual(
      ['_rdb_superadmin', 'mysql.infoschema', 'mysql.session', 'mysql.sys'].map((user) => ({
        user,
      })),
    )
  })
})
