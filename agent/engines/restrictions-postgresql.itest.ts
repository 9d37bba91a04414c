import { existsSync } from 'node:fs'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { layoutOf } from '@/agent/engines/layout.ts'
import { refusalCode, signIn, type TestSession } from '@/agent/engines/testing/client.ts'
import { attemptsFor, type Attempt } from '@/agent/engines/testing/restrictions/attempt.ts'
import { postgresqlRoleAttempts } from '@/agent/engines/testing/restrictions/postgresql-roles.ts'
import { postgresqlServerAttempts } from '@/agent/engines/testing/restrictions/postgresql-server.ts'
import {
  ordinaryWork,
  plainExtensions,
  withoutEffect,
} from '@/agent/engines/testing/restrictions/postgresql-ordinary.ts'
import { postgresqlState } from '@/agent/engines/testing/restrictions/postgresql-state.ts'
import { sprungSql, trapsSql } from '@/agent/engines/testing/restrictions/postgresql-traps.ts'
import { startNode, testPassword, type StartedNode } from '@/agent/engines/testing/started.ts'
import { testPacks } from '@/agent/packs/testing.ts'
import { waitUntil } from '@/agent/process/ready.ts'

const packs = (await testPacks()).filter(({ product }) => product === 'postgresql')
const own = 'own'

describe.each(packs)('$id', (pack) => {
  const major = Number(pack.version)
  let home: StartedNode

  beforeAll(async () => {
    home = await startNode(pack)
    await home.add('alice', { isAdmin: true })
    await home.add('olga', { isAdmin: true })
    await home.add('bob')
    for (const user of ['alice', 'olga', 'bob']) await set(user, 'all')
    await home.as('alice', [
      `CREATE DATABASE ${own}`,
      'CREATE EXTENSION citext',
      'CREATE TABLE notes (id int PRIMARY KEY, text text)',
    ])
  })

  afterAll(() => home.end())

  function set(
    user: string,
    permission: 'none' | 'readonly' | 'readwrite' | 'all',
    database = 'rdb',
  ) {
    const { driver, spec, credentials } = home.node
    return driver.setPrivilege(spec, credentials, { user, database, permission })
  }

  function install(name: string, database = 'rdb', schema = 'public'): Promise<void> {
    const { driver, spec, credentials } = home.node
    if (driver.extensions === null) throw new Error('PostgreSQL has extensions.')
    return driver.extensions.install(spec, credentials, { database, name, schema })
  }

  function filled(sql: string): string {
    const { port, directory } = home.node.spec
    return sql
      .replaceAll('{port}', String(port))
      .replaceAll('{directory}', directory)
      .replaceAll('{own}', own)
  }

  function statementsOf({ sql }: Attempt): string[] {
    return [sql].flat().map(filled)
  }

  async function log(): Promise<string> {
    const { log: directory } = layoutOf(home.node.spec.directory)
    const names = (await readdir(directory)).filter((name) => name.endsWith('.log')).sort()
    const texts = await Promise.all(names.map((name) => readFile(join(directory, name), 'utf8')))
    return texts.join('')
  }

  /** Runs the statements as alice; the server's answer to the last, null when it accepted. */
  async function answer(statements: readonly string[], database = 'rdb'): Promise<string | null> {
    const session = await home.open('alice', database)
    try {
      for (const statement of statements.slice(0, -1)) await session.query(statement)
      return await session.query(statements.at(-1) ?? '').then(() => null, refusalCode)
    } finally {
      await session.close()
    }
  }

  const attempts = attemptsFor([...postgresqlRoleAttempts, ...postgresqlServerAttempts], major)

  test.each(attempts)('an admin cannot $name', async (attempt) => {
    const before = await postgresqlState(home, own)
    const database = attempt.inOwnDatabase ? own : 'rdb'
    expect(attempt.codes).toContain(await answer(statementsOf(attempt), database))
    expect(await postgresqlState(home, own)).toEqual(before)
    expect(existsSync(join(home.node.spec.directory, 'data', 'escape'))).toBe(false)
  })

  test('every refused attempt is in the log with who tried it, where and what', async () => {
    const wanted = attempts.map((attempt) => ({
      code: attempt.codes,
      statement: statementsOf(attempt).at(-1) ?? '',
    }))
    const last = wanted.at(-1)?.statement ?? ''
    await waitUntil(async () => (await log()).includes(last), {
      timeoutMs: 10_000,
      label: 'the log to be written',
    })
    const lines = (await log()).split('\n')
    const missing = wanted.filter(
      ({ statement }) =>
        !lines.some(
          (line) => /alice@\w+ 127\.0\.0\.2 STATEMENT: /.test(line) && line.endsWith(statement),
        ),
    )
    expect(missing).toEqual([])
  })

  test.each(withoutEffect)('an admin changes nothing by trying to $name', async ({ sql }) => {
    const before = await postgresqlState(home, own)
    await answer([filled(sql)])
    expect(await postgresqlState(home, own)).toEqual(before)
  })

  test.each(ordinaryWork.filter(({ since }) => (since ?? 0) <= major))(
    'an admin can $name',
    async ({ sql, database = 'rdb' }) => {
      await home.as('alice', [sql].flat().map(filled), database)
    },
  )

  test('an admin who asks to be Holdfast in every session is not', async () => {
    await home.as('alice', 'ALTER ROLE alice SET role = _rdb_superadmin')
    expect(await home.as('alice', 'SELECT current_user AS who')).toEqual([{ who: 'alice' }])
    await home.as('alice', 'ALTER ROLE alice RESET role')
  })

  test('an admin ends and cancels sessions of users', async () => {
    const session = await home.open('bob')
    const waiting = session.query('SELECT pg_sleep(600)')
    await Promise.all([
      expect(waiting).rejects.toMatchObject({ code: '57P01' }),
      waitUntil(
        async () => {
          const rows = await home.as(
            'alice',
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'bob' AND query LIKE '%pg_sleep%'",
          )
          return rows.length > 0
        },
        { timeoutMs: 10_000, label: "bob's query" },
      ),
    ])
    await session.close().catch(() => undefined)
  })

  test.each(plainExtensions)('%s installs for an admin without new ways out', async (name) => {
    const { driver } = home.node
    const present = (await driver.extensions?.inPack(pack))?.some((held) => held.name === name)
    if (present !== true) return
    await install(name)
    const superusers = await home.asSuperuser(
      `SELECT p.oid::regprocedure::text AS name FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
       WHERE p.prosecdef AND r.rolsuper AND p.oid >= 16384
         AND has_function_privilege('alice', p.oid, 'EXECUTE')`,
    )
    expect(superusers).toEqual([])
  })

  test('nobody connects from inside an engine, past the allowed addresses', async () => {
    await install('postgres_fdw')
    await home.as('alice', [
      filled(
        "CREATE SERVER loop FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '{port}', dbname 'rdb', sslmode 'require')",
      ),
      `CREATE USER MAPPING FOR alice SERVER loop OPTIONS (user 'bob', password '${testPassword}')`,
      "CREATE FOREIGN TABLE far (id int, text text) SERVER loop OPTIONS (schema_name 'public', table_name 'notes')",
    ])
    const read = () => home.as('alice', 'SELECT * FROM far')
    await expect(read()).rejects.toThrow(/could not connect/)
    for (const name of ['_rdb_superadmin', '_rdb_replication', 'alice']) {
      await home.as(
        'alice',
        `ALTER USER MAPPING FOR alice SERVER loop OPTIONS (SET user '${name}')`,
      )
      await expect(read()).rejects.toThrow(/could not connect/)
    }
    await waitUntil(
      async () => /no pg_hba.conf entry for host "127.0.0.1", user "bob"/.test(await log()),
      {
        timeoutMs: 10_000,
        label: 'the refusal in the log',
      },
    )
    for (const option of [
      "password_required 'false'",
      "sslkey '/x'",
      "sslcert '/x'",
      "sslkeylogfile '/x'",
    ]) {
      await expect(
        home.as('alice', `ALTER USER MAPPING FOR alice SERVER loop OPTIONS (ADD ${option})`),
      ).rejects.toThrow()
    }
    await expect(
      home.as('alice', "ALTER SERVER loop OPTIONS (ADD sslkeylogfile '/x')"),
    ).rejects.toMatchObject({ code: 'HV00D' })
    await home.as('alice', 'DROP SERVER loop CASCADE')
  })

  test('dblink cannot write files: it is withheld where its connection strings could', async () => {
    const target = join(home.node.spec.directory, 'data', 'escape')
    if (major >= 18) {
      await expect(install('dblink')).rejects.toThrow(/write files/)
      return
    }
    await install('dblink')
    await expect(
      home.as(
        'alice',
        filled(
          `SELECT * FROM dblink('host=127.0.0.1 port={port} user=alice password=x dbname=rdb sslkeylogfile=${target}', 'SELECT 1') t (a int)`,
        ),
      ),
    ).rejects.toThrow(/invalid|required/)
    for (const user of ['_rdb_superadmin', 'bob']) {
      await expect(
        home.as(
          'alice',
          filled(
            `SELECT * FROM dblink('host=127.0.0.1 port={port} user=${user} password=${testPassword} dbname=rdb', 'SELECT 1') t (a int)`,
          ),
        ),
      ).rejects.toMatchObject({ code: '08001' })
    }
    expect(existsSync(target)).toBe(false)
  })

  test('functions that an extension withholds stay withheld', async () => {
    await install('pg_prewarm')
    await install('pg_visibility')
    const withheld = [
      'pg_stat_statements_reset()',
      'autoprewarm_start_worker()',
      'autoprewarm_dump_now()',
      "pg_truncate_visibility_map('notes')",
      ...(major < 18 ? ["dblink_connect_u('x', '')"] : []),
    ]
    for (const call of withheld) expect(await answer([`SELECT ${call}`])).toBe('42501')
  })

  test("settings of an admin's database neither shut Holdfast out nor end its sessions", async () => {
    const { driver, spec, credentials } = home.node
    await home.as('alice', 'CREATE DATABASE hostile')
    const settings = [
      "local_preload_libraries = '/tmp/x'",
      "idle_in_transaction_session_timeout = '1ms'",
      "idle_session_timeout = '1ms'",
      "default_transaction_isolation = 'serializable'",
      "default_transaction_read_only = 'on'",
      "statement_timeout = '1ms'",
      "client_encoding = 'LATIN1'",
      "datestyle = 'SQL'",
      'transform_null_equals = on',
      'exit_on_error = on',
      ...(major >= 17 ? ["transaction_timeout = '1ms'"] : []),
    ]
    for (const setting of settings) await home.as('alice', `ALTER DATABASE hostile SET ${setting}`)
    await expect(home.open('alice', 'hostile')).rejects.toThrow(/not allowed/)
    await set('bob', 'readonly', 'hostile')
    const found = await driver.findPrivileges(spec, credentials, 'hostile', [])
    expect(found.find(({ user }) => user === 'bob')).toMatchObject({ permission: 'readonly' })
    await install('hstore', 'hostile')
    await driver.dropDatabase(spec, credentials, 'hostile')
  })

  test('a database that takes no connections can still be seen and dropped', async () => {
    const { driver, spec, credentials } = home.node
    await home.as('alice', [
      'CREATE DATABASE shut',
      'ALTER DATABASE shut CONNECTION LIMIT 0',
      'ALTER DATABASE shut IS_TEMPLATE true',
      'ALTER DATABASE shut ALLOW_CONNECTIONS false',
    ])
    const found = await driver.findDatabases(spec, credentials, { withSizes: true })
    expect(found).toContainEqual(expect.objectContaining({ name: 'shut', isReachable: false }))
    await driver.dropDatabase(spec, credentials, 'shut')
  })

  test('no lock that users can take keeps Holdfast from taking their rights', async () => {
    await home.as('bob', 'CREATE TABLE bobs (id int)')
    const session = await home.open('bob')
    await session.query("SELECT pg_advisory_lock(hashtext('holdfast'))")
    await session.query('BEGIN')
    await session.query('LOCK TABLE bobs IN ACCESS EXCLUSIVE MODE')
    await session.query('GRANT SELECT ON bobs TO alice')
    await set('alice', 'readonly', own).catch(() => undefined)
    await set('bob', 'none')
    await expect(session.query('SELECT 1')).rejects.toThrow()
    await session.close().catch(() => undefined)
    await expect(home.open('bob')).rejects.toMatchObject({ code: '42501' })
    await set('bob', 'all')
  })

  test('names like its own are taken from roles and databases, and do not sign in', async () => {
    if (major < 16) return
    const { driver, spec, credentials } = home.node
    await home.as('alice', [
      `CREATE ROLE "_rdb_ghost" LOGIN PASSWORD '${testPassword}'`,
      'CREATE ROLE "_RDB_Ghost"',
      'CREATE DATABASE "_rdb_hidden"',
    ])
    await expect(home.open('_rdb_ghost', '_rdb_hidden')).rejects.toMatchObject({ code: '28000' })
    const inside = await home.open('alice', '_rdb_hidden')
    await driver.guard(spec, credentials)
    await inside.close().catch(() => undefined)
    const names = (
      await home.asSuperuser(
        "SELECT rolname AS name FROM pg_roles WHERE rolname ~* '^_rdb' UNION ALL SELECT datname FROM pg_database WHERE datname ~* '^_rdb' ORDER BY 1",
      )
    ).map(({ name }) => name)
    expect(names).toEqual([
      '_rdb_admin',
      '_rdb_backup',
      '_rdb_monitoring',
      '_rdb_replication',
      '_rdb_superadmin',
    ])
    const users = (await driver.findUsers(spec, credentials)).map(({ name }) => name)
    expect(users).toContainEqual(expect.stringMatching(/^was_rdb_ghost_/))
    const databases = await driver.findDatabases(spec, credentials, { withSizes: false })
    expect(databases.map(({ name }) => name)).toContainEqual(
      expect.stringMatching(/^was_rdb_hidden_/),
    )
  })

  test('roles that reach the catalogue are taken back from who has them', async () => {
    if (major < 16) return
    const { driver, spec, credentials } = home.node
    await home.asSuperuser('GRANT pg_read_all_data TO _rdb_admin WITH ADMIN TRUE')
    await home.as('alice', 'GRANT pg_read_all_data TO alice')
    await driver.guard(spec, credentials)
    expect(await answer(['SELECT rolpassword FROM pg_authid'])).toBe('42501')
    await home.asSuperuser('REVOKE pg_checkpoint FROM _rdb_admin')
    await driver.guard(spec, credentials)
    await home.as('alice', 'CHECKPOINT')
  })

  test('whatever an admin puts in its way, Holdfast runs nothing of it', async () => {
    const { driver, spec, credentials } = home.node
    await home.add('victim')
    await home.as('alice', 'CREATE DATABASE trapped')
    await set('victim', 'all', 'trapped')
    await home.as(
      'alice',
      [...trapsSql, 'GRANT ALL ON ALL TABLES IN SCHEMA public TO victim'],
      'trapped',
    )
    await home.as('victim', 'CREATE TABLE victims AS SELECT 1 AS id', 'trapped')
    for (const permission of ['readonly', 'readwrite', 'none', 'all'] as const) {
      await set('victim', permission, 'trapped')
      await driver.findPrivileges(spec, credentials, 'trapped', [{ user: 'victim', permission }])
    }
    for (const name of ['hstore', 'pgcrypto', 'ltree', 'earthdistance', 'vector', 'pg_trgm']) {
      await install(name, 'trapped').catch((error: unknown) => {
        // An extension may refuse what is there already; it must not use it.
        if (!(error instanceof Error)) throw error
      })
    }
    await driver.extensions?.find(spec, credentials)
    await driver.findUsers(spec, credentials)
    await driver.dropUser(spec, credentials, { name: 'victim', reassignTo: 'alice' })
    expect(await home.asSuperuser(sprungSql, 'trapped')).toEqual([])
    expect(await answer(['SELECT rolpassword FROM pg_authid'])).toBe('42501')
    await driver.dropDatabase(spec, credentials, 'trapped')
  })

  test('an admin who takes every connection leaves enough for Holdfast', async () => {
    const { driver, spec, credentials } = home.node
    const sessions: TestSession[] = []
    try {
      for (;;) {
        const opened = await home.open('alice').catch(refusalCode)
        if (typeof opened === 'string' || opened === null) {
          expect(opened).toBe('53300')
          break
        }
        sessions.push(opened)
      }
      await driver.ensureUser(spec, credentials, { name: 'bob', isAdmin: false, password: null })
      await set('bob', 'readonly')
      await driver.guard(spec, credentials)
      expect(await driver.probe(spec, credentials, 2_000)).toMatchObject({ state: 'up' })
    } finally {
      await Promise.all(sessions.map((session) => session.close()))
    }
  })

  test('after all of it there is one superuser, and nobody else has a way past the rules', async () => {
    expect(
      await home.asSuperuser(
        `SELECT rolname FROM pg_roles WHERE (rolsuper OR rolreplication OR rolbypassrls)
         ORDER BY 1`,
      ),
    ).toEqual([{ rolname: '_rdb_superadmin' }])
    const { credentials, spec } = home.node
    await expect(
      signIn('postgresql', {
        port: spec.port,
        user: credentials.user,
        password: credentials.password,
        database: 'rdb',
        authorityPem: await readFile(layoutOf(spec.directory).authorityFile, 'utf8'),
        from: '127.0.0.2',
      }),
    ).rejects.toMatchObject({ code: '28000' })
  })
})
