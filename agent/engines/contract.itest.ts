import { chmod, mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ServerCertificate } from '@/agent/engines/driver.ts'
import { layoutOf } from '@/agent/engines/layout.ts'
import { executableOf } from '@/agent/engines/pack-access.ts'
import { query, withSession as withMysqlSession } from '@/agent/engines/mysql/session.ts'
import { createPool } from '@/agent/engines/pool.ts'
import type { DataDirectoryPool } from '@/agent/engines/pool.ts'
import { withSession } from '@/agent/engines/postgresql/session.ts'
import { escapeAttempts } from '@/agent/engines/testing/attempts.ts'
import { testAuthority, testCertificate } from '@/agent/engines/testing/certificate.ts'
import { refusalCode, signIn } from '@/agent/engines/testing/client.ts'
import type { TestSignIn } from '@/agent/engines/testing/client.ts'
import { testNode, testNodeDirectory } from '@/agent/engines/testing/node.ts'
import type { TestNode, TestNodeOptions } from '@/agent/engines/testing/node.ts'
import { testPacks } from '@/agent/packs/testing.ts'
import { onExit } from '@/agent/process/spawn.ts'
import { isAlive } from '@/agent/process/find.ts'
import { waitUntil } from '@/agent/process/ready.ts'
import { run } from '@/agent/process/run.ts'
import { killAllIn } from '@/agent/process/stop.ts'
import { monotonicMs } from '@/lib/clock/clock.ts'
import type { KeyedCertificate } from '@/lib/crypto/x509.ts'

const packs = (await testPacks()).filter(({ product }) => product !== 'haproxy')
const admin = { name: 'alice', isAdmin: true, password: 'First-Pass-1' }
const plainSeal = { seal: (secret: string) => secret, open: (sealed: string) => sealed }

describe.each(packs)('$id', (pack) => {
  let root: string
  let authority: KeyedCertificate
  let certificate: ServerCertificate
  let pool: DataDirectoryPool
  let node: TestNode
  let other: TestNode

  const engine = pack.product === 'mysql' ? 'mysql' : 'postgresql'

  async function claimNode(index: number, options: TestNodeOptions = {}): Promise<TestNode> {
    const directory = testNodeDirectory(root, index)
    const { password } = await pool.claim(pack, directory)
    return testNode(pack, directory, password, certificate, options)
  }

  function as(name: string, password: string, changes: Partial<TestSignIn> = {}) {
    return signIn(engine, {
      port: node.spec.port,
      user: name,
      password,
      database: 'rdb',
      authorityPem: certificate.authorityPem,
      from: '127.0.0.2',
      ...changes,
    })
  }

  async function asAdmin<T>(
    work: (query: (sql: string) => Promise<Record<string, unknown>[]>) => Promise<T>,
  ): Promise<T> {
    const session = await as(admin.name, admin.password)
    try {
      return await work((sql) => session.query(sql))
    } finally {
      await session.close()
    }
  }

  async function addAdmin(target: TestNode): Promise<void> {
    await target.driver.ensureUser(target.spec, target.credentials, admin)
    await target.driver.ensureDatabase(target.spec, target.credentials, 'rdb')
    await target.driver.setPrivilege(target.spec, target.credentials, {
      user: admin.name,
      database: 'rdb',
      permission: 'all',
    })
  }

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'holdfast-engine-'))
    await chmod(root, 0o711)
    authority = await testAuthority()
    certificate = await testCertificate(authority)
    pool = createPool(join(root, 'pool'), plainSeal)
    await pool.refill([pack], 2)
    node = await claimNode(0)
    other = await claimNode(1, { requireTls: false })
    await node.start()
    await addAdmin(node)
  })

  afterAll(async () => {
    await node.driver.disconnect(node.spec.nodeId)
    await other.driver.disconnect(other.spec.nodeId)
    await killAllIn(root)
    await rm(root, { recursive: true, force: true })
  })

  test('a claim that was cut off before its confirmation gives the same password again', async () => {
    const directory = node.spec.directory
    await expect(pool.claim(pack, directory)).resolves.toEqual({
      password: node.credentials.password,
      isPrepared: true,
    })
    await pool.forgetPassword(directory)
    await expect(pool.claim(pack, directory)).rejects.toThrow('claimed before')
  })

  test('every prepared directory has an identity and a password of its own', async () => {
    expect(other.credentials.password).not.toBe(node.credentials.password)
    await other.start()
    const identity =
      engine === 'mysql'
        ? 'SELECT @@server_uuid AS id'
        : 'SELECT system_identifier::text AS id FROM pg_control_system()'
    const ids = await Promise.all(
      [node, other].map(async (target) => {
        const session = await as(target.credentials.user, target.credentials.password, {
          port: target.spec.port,
          from: '127.0.0.1',
          database: engine === 'mysql' ? 'mysql' : 'postgres',
        })
        const [row] = await session.query(identity)
        await session.close()
        return row?.id
      }),
    )
    expect(new Set(ids).size).toBe(2)
  })

  test('a running node is probed as primary of its release', async () => {
    const probe = await node.driver.probe(node.spec, node.credentials, 2_000)
    expect(probe).toMatchObject({ state: 'up', role: 'primary', release: pack.release })
  })

  test('a wrong password of the superuser is reported as down, not as starting', async () => {
    const wrong = { ...node.credentials, password: 'Wrong-Pass-1' }
    expect(await node.driver.probe(node.spec, wrong, 5_000)).toMatchObject({ state: 'down' })
    expect(await node.driver.probe(node.spec, node.credentials, 5_000)).toMatchObject({
      state: 'up',
    })
  })

  test('a wrong password of a user is refused', async () => {
    await expect(as(admin.name, 'Wrong-Pass-1')).rejects.toThrow(/password|denied/i)
  })

  test('plaintext is refused where TLS is required and accepted where it is not', async () => {
    await expect(as(admin.name, admin.password, { authorityPem: null })).rejects.toThrow(
      /no encryption|insecure transport/i,
    )
    await addAdmin(other)
    const session = await as(admin.name, admin.password, {
      authorityPem: null,
      port: other.spec.port,
    })
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
    await session.close()
  })

  test('TLS older than 1.2 is refused by the server', async () => {
    const tls = {
      minVersion: 'TLSv1' as const,
      maxVersion: 'TLSv1.1' as const,
      ciphers: 'DEFAULT@SECLEVEL=0',
    }
    await expect(as(admin.name, admin.password, { tls })).rejects.toThrow(
      /protocol version|unsupported protocol|handshake/i,
    )
  })

  test("the engine's own client connects with full verification of the certificate", async () => {
    const { authorityFile } = layoutOf(node.spec.directory)
    const port = String(node.spec.port)
    const { stdout } =
      engine === 'mysql'
        ? await run(
            executableOf(pack, 'mysql'),
            [
              ...['--no-defaults', '--host=127.0.0.1', `--port=${port}`, `--user=${admin.name}`],
              ...['--ssl-mode=VERIFY_IDENTITY', `--ssl-ca=${authorityFile}`, '--batch'],
              ...['--skip-column-names', '--execute=SELECT 42', 'rdb'],
            ],
            { environment: { ...pack.environment, MYSQL_PWD: admin.password } },
          )
        : await run(
            executableOf(pack, 'psql'),
            ['-X', '-A', '-t', '-c', 'SELECT 42', `host=127.0.0.1 port=${port} dbname=rdb`],
            {
              environment: {
                ...pack.environment,
                PGUSER: admin.name,
                PGPASSWORD: admin.password,
                PGSSLMODE: 'verify-full',
                PGSSLROOTCERT: authorityFile,
              },
            },
          )
    expect(stdout.trim()).toBe('42')
  })

  test("the superuser's password opens nothing from where endpoints connect", async () => {
    const { user, password } = node.credentials
    const database = engine === 'mysql' ? 'mysql' : 'postgres'
    await expect(as(user, password, { database })).rejects.toThrow(/rejects|denied/i)
    const session = await as(user, password, { database, from: '127.0.0.1' })
    await session.close()
  })

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

  test('functions of an extension that Holdfast installs keep their own rights', async () => {
    if (engine === 'mysql') return
    const asSuperuser = async (sql: string) => {
      const { user, password } = node.credentials
      const session = await as(user, password, { from: '127.0.0.1' })
      await session.query(sql).finally(() => session.close())
    }
    const use = (name: string) =>
      asAdmin((query) => query(`SELECT ${name}('x', 'host=127.0.0.1 port=1')`))
    await asSuperuser('CREATE EXTENSION dblink SCHEMA public')
    try {
      await expect(use('dblink_connect_u')).rejects.toMatchObject({ code: '42501' })
      await addAdmin(node)
      await expect(use('dblink_connect_u')).rejects.toMatchObject({ code: '42501' })
      await expect(use('dblink_connect')).rejects.not.toMatchObject({ code: '42501' })
    } finally {
      await asSuperuser('DROP EXTENSION dblink')
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
    if (major < 16) return
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

  test('a superuser password that could be guessed is refused before anything is made', async () => {
    const target = join(root, 'weak', 'data')
    await expect(
      node.driver.prepare(pack, target, { ...node.credentials, password: 'x'.repeat(23) }),
    ).rejects.toThrow('at least 24 characters')
  })

  test('logs are turned and deleted under a running engine, which goes on writing', async () => {
    const { log, outputFile } = layoutOf(node.spec.directory)
    const before = await node.driver.tailLog(node.spec, 1_000)
    const old = join(log, 'output.log.20200101T000000000Z')
    await writeFile(old, 'old')
    await utimes(old, 1, 1)
    await writeFile(outputFile, 'x'.repeat(2_000))
    await node.driver.tendLogs(node.spec, { maxAgeMs: 86_400_000, maxBytes: 4_000 })
    const names = await readdir(log)
    expect(names).not.toContain('output.log.20200101T000000000Z')
    expect((await readFile(outputFile)).length).toBe(0)
    expect(before.length).toBeGreaterThan(0)
    expect(await node.driver.probe(node.spec, node.credentials, 5_000)).toMatchObject({
      state: 'up',
    })
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

  test('a new certificate is served after a reload, without a restart', async () => {
    const before = await node.find()
    const renewed = await testCertificate(authority)
    await node.driver.applyCertificates(node.spec, node.credentials, renewed, [])
    await node.driver.disconnect(node.spec.nodeId)
    const probe = await node.driver.probe(node.spec, node.credentials, 5_000)
    expect(probe.state).toBe('up')
    expect(await node.find()).toEqual(before)
  })

  test('configuring twice changes nothing the second time', async () => {
    await node.driver.configure(node.spec, certificate)
    expect(await node.driver.configure(node.spec, certificate)).toEqual({ changed: false })
  })

  test('a setting that would take the node out of control is refused', async () => {
    const spec = { ...node.spec, settings: [{ name: 'port', value: '1' }] }
    await expect(node.driver.configure(spec, certificate)).rejects.toThrow('cannot be changed')
  })

  test('a frozen server is reported within the bound and is up again when it thaws', async () => {
    const ref = await node.find()
    if (ref === null) throw new Error('The node does not run.')
    for (const isKept of [true, false]) {
      if (!isKept) await node.driver.disconnect(node.spec.nodeId)
      process.kill(ref.pid, 'SIGSTOP')
      const backends = isKept && engine === 'postgresql' ? await stopBackends(ref.pid) : []
      try {
        const startedAt = monotonicMs()
        const probe = await node.driver.probe(node.spec, node.credentials, 400)
        expect(probe.state).toBe('down')
        expect(monotonicMs() - startedAt).toBeLessThan(1_500)
      } finally {
        for (const pid of [...backends, ref.pid]) process.kill(pid, 'SIGCONT')
      }
      expect(await node.driver.probe(node.spec, node.credentials, 10_000)).toMatchObject({
        state: 'up',
      })
    }
  })

  test('a killed server is seen to end, found no more, and recovers with its data', async () => {
    const ref = await node.find()
    if (ref === null) throw new Error('The node does not run.')
    const ended = new Promise((resolve) => onExit(ref, resolve))
    process.kill(ref.pid, 'SIGKILL')
    await ended
    expect(isAlive(ref)).toBe(false)
    await killAllIn(node.spec.directory)
    expect(await node.find()).toBeNull()
    expect(await node.driver.probe(node.spec, node.credentials, 1_000)).toMatchObject({
      state: 'down',
    })
    const again = await node.start()
    expect(await node.find()).toEqual(again)
    expect(await asAdmin((query) => query('SELECT note FROM own'))).toEqual([{ note: 'uno' }])
  })

  test('the last log lines tell why a server could not start', async () => {
    await other.stop()
    const occupant = createServer()
    await new Promise<void>((resolve) =>
      occupant.listen(other.spec.port, '127.0.0.1', () => resolve()),
    )
    try {
      const ref = await other.launch()
      await waitUntil(() => !isAlive(ref), { timeoutMs: 30_000, label: 'the start to fail' })
      const lines = await other.driver.tailLog(other.spec, 20)
      expect(lines.join('\n')).toMatch(/address already in use/i)
    } finally {
      await new Promise((resolve) => occupant.close(resolve))
    }
  })

  test('the gentlest signal ends a busy server cleanly', async () => {
    const sessions = await Promise.all([1, 2, 3].map(() => as(admin.name, admin.password)))
    const busy = sessions.map((session) =>
      session
        .query(engine === 'mysql' ? 'SELECT sleep(600)' : 'SELECT pg_sleep(600)')
        .catch(String),
    )
    expect(await node.stop()).toBe(node.driver.stopLadder[0]?.signal)
    await Promise.all(busy)
    const lines = await node.driver.tailLog(node.spec, 10)
    expect(lines.join('\n')).toMatch(/is shut down|Shutdown complete/)
  })
})

/** Freezes the server's children too: a kept session is served by its own process. */
async function stopBackends(leader: number): Promise<number[]> {
  const children = await readFile(`/proc/${leader}/task/${leader}/children`, 'utf8')
  const pids = children.trim().split(' ').map(Number)
  for (const pid of pids) process.kill(pid, 'SIGSTOP')
  return pids
}
