import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ServerCertificate } from '@/agent/engines/driver.ts'
import { versionOf } from '@/agent/engines/live-settings.ts'
import { withSession } from '@/agent/engines/postgresql/session.ts'
import { EngineRefusal } from '@/agent/engines/refusal.ts'
import { postgresqlExtensions } from '@/agent/engines/postgresql/extensions.ts'
import { testAuthority, testCertificate } from '@/agent/engines/testing/certificate.ts'
import { refusalCode, signIn, type TestSession } from '@/agent/engines/testing/client.ts'
import { testNode, testNodeDirectory, type TestNode } from '@/agent/engines/testing/node.ts'
import { testPack } from '@/agent/packs/testing.ts'
import { killAllIn } from '@/agent/process/stop.ts'
import { generatePassword } from '@/lib/crypto/passwords.ts'
import { allowedExtensions } from '@/lib/extensions/allow-list.ts'

let root: string
let certificate: ServerCertificate
const alice = { name: 'alice', isAdmin: true, password: 'First-Pass-1' }

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'holdfast-extensions-'))
  await chmod(root, 0o711)
  certificate = await testCertificate(await testAuthority())
})

afterAll(async () => {
  await killAllIn(root)
  await rm(root, { recursive: true, force: true })
})

/** Extensions that would hand out files, programs or raw pages: nobody may have them. */
const kept = [
  'file_fdw',
  'adminpack',
  'pageinspect',
  'pg_surgery',
  'pg_walinspect',
  'amcheck',
  'xml2',
]

describe.each(['15', '17', '18'])('PostgreSQL %s', (version) => {
  let node: TestNode
  const database = 'rdb'
  const offered = allowedExtensions.filter(
    ({ withheld }) => withheld === undefined || Number(version) < withheld.since,
  )

  const install = (name: string, schema = 'public') =>
    postgresqlExtensions.install(node.spec, node.credentials, { database, name, schema })
  const drop = (name: string, isCascade = false) =>
    postgresqlExtensions.drop(node.spec, node.credentials, { database, name, isCascade })

  async function asAlice<T>(work: (session: TestSession) => Promise<T>): Promise<T> {
    const session = await signIn('postgresql', {
      port: node.spec.port,
      user: alice.name,
      password: alice.password,
      database,
      authorityPem: certificate.authorityPem,
      from: '127.0.0.2',
    })
    try {
      return await work(session)
    } finally {
      await session.close()
    }
  }

  async function refused(sql: string): Promise<string | null> {
    return asAlice((session) =>
      session.query(sql).then(
        () => null,
        (error: unknown) => refusalCode(error),
      ),
    )
  }

  beforeAll(async () => {
    const pack = await testPack('postgresql', version)
    const directory = testNodeDirectory(root, Number(version))
    node = await testNode(pack, directory, generatePassword(40), certificate, {
      settings: [{ name: 'rdb.enable_pgaudit', value: 'on' }],
    })
    await node.driver.prepare(pack, join(directory, 'data'), node.credentials)
    await node.start()
    await node.driver.ensureUser(node.spec, node.credentials, alice)
    await node.driver.setPrivilege(node.spec, node.credentials, {
      user: alice.name,
      database,
      permission: 'all',
    })
  })

  afterAll(async () => {
    await node.stop()
  })

  test('the pack tells the version of every extension, and has all that may be installed', async () => {
    const held = new Map(
      (await postgresqlExtensions.inPack(node.spec.pack)).map(({ name, version: of }) => [
        name,
        of,
      ]),
    )
    expect(held.size).toBeGreaterThan(40)
    const lacking = allowedExtensions.filter(({ name }) => !held.has(name)).map(({ name }) => name)
    expect(lacking).toEqual([])
    const { rows } = await withSession(node.spec, node.credentials, database, (client) =>
      client.query<{ name: string; version: string }>(
        'SELECT name, default_version AS version FROM pg_available_extensions',
      ),
    )
    for (const { name, version: offered } of rows)
      expect([name, held.get(name)]).toEqual([name, offered])
  })

  test('every allowed extension is installed by Holdfast and owned by it, twice over', async () => {
    for (const { name } of offered) {
      await install(name)
      await install(name)
    }
    const found = await postgresqlExtensions.find(node.spec, node.credentials)
    expect(found.map(({ name }) => name).sort()).toEqual(offered.map(({ name }) => name).sort())
    for (const { name } of allowedExtensions.filter((extension) => !offered.includes(extension))) {
      await expect(install(name)).rejects.toThrow(EngineRefusal)
    }
    const { rows } = await withSession(node.spec, node.credentials, database, (client) =>
      client.query<{ owner: string }>(
        'SELECT DISTINCT extowner::regrole::text AS owner FROM pg_extension',
      ),
    )
    expect(rows).toEqual([{ owner: '_rdb_superadmin' }])
  })

  test('with all of them installed and everything granted, an admin gets no further', async () => {
    await node.driver.setPrivilege(node.spec, node.credentials, {
      user: alice.name,
      database,
      permission: 'all',
    })
    const loopback = `host=127.0.0.1 port=${String(node.spec.port)} dbname=postgres user=_rdb_superadmin`
    const hasDblink = offered.some(({ name }) => name === 'dblink')
    const attempts = [
      `SELECT dblink_connect_u('c', '${loopback}')`,
      `SELECT dblink_connect('c', '${loopback}')`,
      `SELECT dblink('${loopback} password=guess', 'SELECT 1')`,
      'SELECT autoprewarm_dump_now()',
      'SELECT autoprewarm_start_worker()',
      "SELECT pg_truncate_visibility_map('pg_class')",
      'SELECT pg_stat_statements_reset()',
      'ALTER EXTENSION dblink OWNER TO CURRENT_USER',
      'DROP EXTENSION dblink',
      "CREATE OR REPLACE FUNCTION dblink_connect_u(text) RETURNS text LANGUAGE sql AS 'SELECT $1'",
      'GRANT EXECUTE ON FUNCTION dblink_connect_u(text) TO CURRENT_USER',
      'ALTER FUNCTION dblink_connect_u(text) OWNER TO CURRENT_USER',
      'ALTER FOREIGN DATA WRAPPER postgres_fdw OWNER TO CURRENT_USER',
      ...kept.map((name) => `CREATE EXTENSION ${name}`),
    ]
    for (const sql of attempts.filter((attempt) => hasDblink || !attempt.includes('dblink'))) {
      expect([sql, await refused(sql)]).toEqual([sql, expect.any(String)])
    }
  })

  test('foreign servers work for admins, and never without a password', async () => {
    await asAlice(async (session) => {
      await session.query(
        `CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw
         OPTIONS (host '127.0.0.1', port '${String(node.spec.port)}', dbname 'postgres')`,
      )
      await session.query(
        "CREATE USER MAPPING FOR CURRENT_USER SERVER s OPTIONS (user '_rdb_superadmin')",
      )
      await session.query(
        "CREATE FOREIGN TABLE f (rolpassword text) SERVER s OPTIONS (schema_name 'pg_catalog', table_name 'pg_authid')",
      )
      await expect(session.query('SELECT * FROM f')).rejects.toThrow(/password/i)
      await expect(
        session.query(
          "ALTER USER MAPPING FOR CURRENT_USER SERVER s OPTIONS (ADD password_required 'false')",
        ),
      ).rejects.toThrow(/password_required/)
      await session.query('DROP SERVER s CASCADE')
    })
  })

  test('what something depends on stays, and the refusal names it', async () => {
    await asAlice((session) => session.query('CREATE TABLE kept (name citext)'))
    await expect(drop('citext')).rejects.toThrow(
      /^Something depends on it: column name of table public\.kept depends on type (public\.)?citext\.$/,
    )
    await drop('citext', true)
    const columns = await asAlice((session) =>
      session.query(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'kept'::regclass AND attnum > 0 AND NOT attisdropped",
      ),
    )
    expect(columns).toEqual([])
    await drop('citext')
  })

  test('an extension goes into the schema that is asked for, which must exist', async () => {
    await expect(install('citext', 'nowhere')).rejects.toThrow('rdb has no schema nowhere.')
    await expect(install('citext', 'pg_catalog')).rejects.toThrow('has no schema')
    await asAlice((session) => session.query('CREATE SCHEMA tools'))
    await install('citext', 'tools')
    const found = await postgresqlExtensions.find(node.spec, node.credentials)
    expect(found.find(({ name }) => name === 'citext')).toMatchObject({ schema: 'tools' })
  })

  test('one that is not on the list is refused, whoever asks', async () => {
    for (const name of kept) await expect(install(name)).rejects.toThrow('may be installed')
    expect(versionOf(node.spec)).toBe(`PostgreSQL-${version}`)
  })
})
