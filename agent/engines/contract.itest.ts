import { chmod, mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ServerCertificate } from '@/agent/engines/driver.ts'
import { layoutOf } from '@/agent/engines/layout.ts'
import { executableOf } from '@/agent/engines/pack-access.ts'
import { createPool } from '@/agent/engines/pool.ts'
import type { DataDirectoryPool } from '@/agent/engines/pool.ts'
import { testAuthority, testCertificate } from '@/agent/engines/testing/certificate.ts'
import { signIn } from '@/agent/engines/testing/client.ts'
import { forwardTo } from '@/agent/engines/testing/forward.ts'
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
    await asAdmin(async (query) => {
      await query('CREATE TABLE own (note varchar(20))')
      await query("INSERT INTO own VALUES ('uno')")
    })
  })

  afterAll(async () => {
    try {
      await node.driver.disconnect(node.spec.nodeId)
      await other.driver.disconnect(other.spec.nodeId)
    } finally {
      await killAllIn(root)
      await rm(root, { recursive: true, force: true })
    }
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
    const forward = await forwardTo(node.spec.port)
    const port = String(forward.port)
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
    await forward.close()
    expect(stdout.trim()).toBe('42')
  })

  test("the superuser's password opens nothing from where endpoints connect", async () => {
    const { user, password } = node.credentials
    const database = engine === 'mysql' ? 'mysql' : 'postgres'
    await expect(as(user, password, { database })).rejects.toThrow(/rejects|denied/i)
    const session = await as(user, password, { database, from: '127.0.0.1' })
    await session.close()
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
