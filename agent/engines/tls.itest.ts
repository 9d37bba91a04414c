import { createPrivateKey, X509Certificate } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ConnectionOptions } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ClientTrust, RevokedCertificate, ServerCertificate } from '@/agent/engines/driver.ts'
import { layoutOf } from '@/agent/engines/layout.ts'
import { testAuthority, testCertificate } from '@/agent/engines/testing/certificate.ts'
import { signIn, type TestSession } from '@/agent/engines/testing/client.ts'
import { askByCommandLine, type CommandLineTarget } from '@/agent/engines/testing/command-line.ts'
import { handshake } from '@/agent/engines/testing/handshake.ts'
import { testNode, testNodeDirectory, type TestNode } from '@/agent/engines/testing/node.ts'
import { testPacks } from '@/agent/packs/testing.ts'
import { waitUntil } from '@/agent/process/ready.ts'
import { killAllIn } from '@/agent/process/stop.ts'
import { addMs, now } from '@/lib/clock/clock.ts'
import { createAuthority } from '@/lib/crypto/certificates.ts'
import { createRevocationList, issueClientCertificate } from '@/lib/crypto/client-certificates.ts'
import { generatePassword } from '@/lib/crypto/passwords.ts'
import type { IssuedCertificate, KeyedCertificate } from '@/lib/crypto/x509.ts'

const packs = (await testPacks()).filter(({ product }) => product !== 'haproxy')
const password = 'Sturdy-Oak-4711'
const users = ['alice', 'bob']
const dayMs = 24 * 60 * 60 * 1000
const authorityName = 'Holdfast clients of this test'

describe.each(packs)('$id', (pack) => {
  const engine = pack.product === 'mysql' ? 'mysql' : 'postgresql'
  let root: string
  let authority: KeyedCertificate
  let clientAuthority: KeyedCertificate
  let certificate: ServerCertificate
  let node: TestNode

  async function file(name: string, content: string): Promise<string> {
    const path = join(root, name)
    await writeFile(path, content, { mode: 0o600 })
    return path
  }

  async function ask(changes: Partial<CommandLineTarget> = {}): Promise<string> {
    return askByCommandLine(pack, {
      host: '127.0.0.1',
      port: node.spec.port,
      user: 'bob',
      password,
      authorityFile: await file('ca.pem', authority.certificatePem),
      verify: 'full',
      ...changes,
    })
  }

  /** Asks as a user who shows a certificate. */
  async function askWith(user: string, keyed: KeyedCertificate): Promise<string> {
    const client = {
      certificateFile: await file('client.pem', keyed.certificatePem),
      keyFile: await file('client.key', keyed.privateKeyPem),
    }
    return ask({ user, client })
  }

  function sessionOf(user: string, keyed?: KeyedCertificate): Promise<TestSession> {
    return signIn(engine, {
      port: node.spec.port,
      user,
      password,
      database: 'rdb',
      authorityPem: authority.certificatePem,
      from: '127.0.0.2',
      ...(keyed && { tls: { cert: keyed.certificatePem, key: keyed.privateKeyPem } }),
    })
  }

  async function asSuperuser(sql: string): Promise<void> {
    const { user, password: secret } = node.credentials
    const session = await signIn(engine, {
      port: node.spec.port,
      user,
      password: secret,
      database: engine === 'mysql' ? 'mysql' : 'postgres',
      authorityPem: authority.certificatePem,
      from: '127.0.0.1',
    })
    await session.query(sql).finally(() => session.close())
  }

  function issueClient(userName: string, by = clientAuthority): Promise<IssuedCertificate> {
    const notBefore = addMs(now(), -60_000)
    const notAfter = addMs(now(), dayMs)
    return issueClientCertificate({ authority: by, userName, notBefore, notAfter })
  }

  async function trust(
    userNames: readonly string[],
    revoked: readonly RevokedCertificate[] = [],
  ): Promise<ClientTrust> {
    const list = revoked.map(({ serialNumber }) => ({ serialNumber, revokedAt: now() }))
    const listOf = (by: KeyedCertificate, entries: typeof list) =>
      createRevocationList({ authority: by, revoked: entries, now: now() })
    return {
      authorityPem: clientAuthority.certificatePem,
      authorityName,
      revocationListPem: await listOf(clientAuthority, list),
      serverRevocationListPem: await listOf(authority, []),
      userNames,
    }
  }

  async function apply(
    clients: ClientTrust | undefined,
    cut: readonly RevokedCertificate[] = [],
  ): Promise<void> {
    const wanted = clients ? { ...certificate, clients } : certificate
    await node.driver.applyCertificates(node.spec, node.credentials, wanted, cut)
  }

  const negotiate = (options: ConnectionOptions) =>
    handshake(engine, node.spec.port, { ca: authority.certificatePem, ...options })

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'holdfast-tls-'))
    await chmod(root, 0o711)
    authority = await testAuthority()
    clientAuthority = await createAuthority({ commonName: authorityName, now: now() })
    certificate = await testCertificate(authority)
    const directory = testNodeDirectory(root, 0)
    node = await testNode(pack, directory, generatePassword(40), certificate)
    await node.driver.prepare(pack, layoutOf(directory).data, node.credentials)
    await node.start()
    await node.driver.ensureDatabase(node.spec, node.credentials, 'rdb')
    for (const name of users) {
      await node.driver.ensureUser(node.spec, node.credentials, { name, isAdmin: false, password })
      await asSuperuser(
        engine === 'mysql'
          ? `GRANT SELECT ON rdb.* TO ${name}`
          : `GRANT CONNECT ON DATABASE rdb TO ${name}`,
      )
    }
  })

  afterAll(async () => {
    await node.driver.disconnect(node.spec.nodeId)
    await killAllIn(root)
    await rm(root, { recursive: true, force: true })
  })

  test('the real client verifies the server by address and by name', async () => {
    expect(await ask()).toBe('42')
    expect(await ask({ host: 'localhost' })).toBe('42')
  })

  test('the real client refuses another name and another authority', async () => {
    // Both lead to the server; neither is in its certificate.
    const host = engine === 'mysql' ? '127.1' : 'database.example'
    await expect(ask({ host })).rejects.toThrow(/does not match|verif|SSL/i)
    const other = await testAuthority()
    const authorityFile = await file('other.pem', other.certificatePem)
    await expect(ask({ authorityFile })).rejects.toThrow(/verify failed/i)
  })

  test('the server refuses the real client without TLS', async () => {
    await expect(ask({ verify: 'none' })).rejects.toThrow(
      /no encryption|insecure|secure transport/i,
    )
  })

  test('old versions of TLS are refused, 1.2 and 1.3 are spoken', async () => {
    for (const version of ['TLSv1', 'TLSv1.1'] as const) {
      const old = { minVersion: version, maxVersion: version, ciphers: 'ALL:@SECLEVEL=0' }
      await expect(negotiate(old)).rejects.toThrow(/alert|version|EPROTO|reset/i)
    }
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const agreed = await negotiate({ minVersion: version, maxVersion: version })
      expect(agreed.protocol).toBe(version)
    }
  })

  test('ciphers without forward secrecy or authentication are refused', async () => {
    const offered = { maxVersion: 'TLSv1.2' as const }
    for (const ciphers of ['kRSA', 'ECDHE+AES:!AESGCM:!AESCCM', '3DES', 'aNULL', 'eNULL']) {
      const weak = `${ciphers}:@SECLEVEL=0`
      await expect(negotiate({ ...offered, ciphers: weak }), ciphers).rejects.toThrow()
    }
    const { cipher } = await negotiate(offered)
    expect(cipher).toMatch(/^ECDHE-ECDSA-.*(GCM|CHACHA20)/)
  })

  test('a renewal serves new connections at once and keeps open ones', async () => {
    const process = await node.find()
    const session = await sessionOf('bob')
    const before = await negotiate({})
    certificate = await testCertificate(authority)
    await apply(undefined)
    const after = await negotiate({})
    expect(after.fingerprint).toBe(new X509Certificate(certificate.certificatePem).fingerprint256)
    expect(after.fingerprint).not.toBe(before.fingerprint)
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
    await session.close()
    expect(await node.find()).toEqual(process)
  })

  test('key and certificate are replaced by one file, so a crash leaves no half of a pair', async () => {
    const pem = await readFile(layoutOf(node.spec.directory).certificateFile, 'utf8')
    expect(new X509Certificate(pem).checkPrivateKey(createPrivateKey(pem))).toBe(true)
  })

  test('files that do not fit together are refused and change nothing', async () => {
    const other = await testCertificate(authority)
    const mixed = { ...other, privateKeyPem: certificate.privateKeyPem }
    const before = await negotiate({})
    await expect(
      node.driver.applyCertificates(node.spec, node.credentials, mixed, []),
    ).rejects.toThrow()
    expect(await negotiate({})).toEqual(before)
    await apply(undefined)
    expect(await ask()).toBe('42')
  })

  describe('client certificates', () => {
    let alice: IssuedCertificate

    beforeAll(async () => {
      alice = await issueClient('alice')
    })

    test('nobody is asked for one until a user must show one', async () => {
      expect(await ask({ user: 'alice' })).toBe('42')
      await apply(await trust([]))
      expect(await ask({ user: 'alice' })).toBe('42')
      expect(await askWith('alice', alice)).toBe('42')
    })

    test('a user who must show one is refused without, and sessions without one are ended', async () => {
      const session = await sessionOf('alice')
      const others = await sessionOf('bob')
      await apply(await trust(['alice']))
      await expect(ask({ user: 'alice' })).rejects.toThrow(/certificate|denied/i)
      await expect(ask({ user: 'alice', verify: 'none' })).rejects.toThrow()
      await waitUntil(() => session.query('SELECT 1').then(isFalse, isTrue), {
        timeoutMs: 10_000,
        label: 'the session to be ended',
      })
      expect(await others.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
      await others.close()
      expect(await ask({ user: 'bob' })).toBe('42')
    })

    test('the right certificate and the password together let the user in', async () => {
      expect(await askWith('alice', alice)).toBe('42')
      const client = {
        certificateFile: await file('alice.pem', alice.certificatePem),
        keyFile: await file('alice.key', alice.privateKeyPem),
      }
      const wrong = { user: 'alice', client, password: 'Wrong-Oak-4711' }
      await expect(ask(wrong)).rejects.toThrow(/password|denied/i)
    })

    test("another user's certificate, another authority's and the server's own are refused", async () => {
      const elsewhere = await createAuthority({ commonName: authorityName, now: now() })
      const wrong = [
        await issueClient('bob'),
        await issueClient('alice', elsewhere),
        await issueClient('alice', authority),
        certificate,
      ]
      for (const keyed of wrong) await expect(askWith('alice', keyed)).rejects.toThrow()
    })

    test('a revoked certificate is refused and its sessions are ended, others stay good', async () => {
      const second = await issueClient('alice')
      const session = await sessionOf('alice', alice)
      const revoked = [{ serialNumber: alice.serialNumber, userName: 'alice' }]
      await apply(await trust(['alice'], revoked), revoked)
      await waitUntil(() => session.query('SELECT 1').then(isFalse, isTrue), {
        timeoutMs: 10_000,
        label: 'the session to be ended',
      })
      await expect(askWith('alice', alice)).rejects.toThrow()
      expect(await askWith('alice', second)).toBe('42')
    })

    test('what must be shown and what is revoked survives a restart', async () => {
      const second = await issueClient('alice')
      const revoked = [{ serialNumber: alice.serialNumber, userName: 'alice' }]
      await node.stop()
      certificate = { ...certificate, clients: await trust(['alice'], revoked) }
      await node.driver.configure(node.spec, certificate)
      await restart()
      await expect(ask({ user: 'alice' })).rejects.toThrow()
      await expect(askWith('alice', alice)).rejects.toThrow()
      expect(await askWith('alice', second)).toBe('42')
    })

    test('a user who need not show one any more gets in by password', async () => {
      await apply(await trust([]))
      expect(await ask({ user: 'alice' })).toBe('42')
    })
  })

  /** Starts the stopped node with the certificate as it is now. */
  async function restart(): Promise<void> {
    const again = await testNode(
      pack,
      node.spec.directory,
      node.credentials.password,
      certificate,
      {
        port: node.spec.port,
      },
    )
    node = { ...again, spec: { ...node.spec } }
    await again.start()
  }
})

const isTrue = (): boolean => true
const isFalse = (): boolean => false
