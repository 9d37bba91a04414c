import { X509Certificate } from 'node:crypto'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { askByCommandLine } from '@/agent/engines/testing/command-line.ts'
import { signIn, type TestSession } from '@/agent/engines/testing/client.ts'
import { handshake } from '@/agent/engines/testing/handshake.ts'
import { testPack } from '@/agent/packs/testing.ts'
import { ensureAuthority } from '@/agent/platforms/local/certificates.ts'
import { secretNames, writeSecret } from '@/agent/platforms/local/secrets.ts'
import { waitUntil } from '@/agent/process/ready.ts'
import { endTestProcesses, startTestAgent, type TestAgent } from '@/agent/testing.ts'
import { createClientCertificate } from '@/lib/certificates/commands/create-client.ts'
import { renewCertificate } from '@/lib/certificates/commands/renew.ts'
import { revokeClientCertificate } from '@/lib/certificates/commands/revoke-client.ts'
import { addMs, now } from '@/lib/clock/clock.ts'
import type { Context } from '@/lib/core/context.ts'
import { issueServerCertificate } from '@/lib/crypto/certificates.ts'
import type { KeyedCertificate } from '@/lib/crypto/x509.ts'
import { db } from '@/lib/db/db.ts'
import { ensureInstallation } from '@/lib/iam/organization.ts'
import { newId } from '@/lib/ids/ids.ts'
import { createInstance } from '@/lib/instances/commands/create.ts'
import { deleteInstance } from '@/lib/instances/commands/delete.ts'
import { engineOf, parseEngineVersion } from '@/lib/instances/engines.ts'

vi.hoisted(() => {
  process.env.HOLDFAST_ENDPOINT_PORTS = '23400-23449'
})

const context: Context = {
  actor: { kind: 'system', name: 'test' },
  requestId: newId(),
  address: null,
  userAgent: null,
}
const password = 'Sturdy-Oak-4711'
const dayMs = 24 * 60 * 60 * 1000
let agent: TestAgent
let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'holdfast-certificates-'))
  await chmod(directory, 0o755)
  agent = await startTestAgent()
})

afterAll(async () => {
  await agent.kill()
  await endTestProcesses()
  await rm(directory, { recursive: true })
})

const within = { timeoutMs: 60_000, intervalMs: 50 }

async function createReady(engine: string): Promise<string> {
  const { defaultProjectId } = await ensureInstallation()
  const { id } = await createInstance.execute(context, {
    projectId: defaultProjectId,
    name: `certified ${newId().slice(0, 8)}`,
    engine,
    nodeType: 'db-dev-xs',
    volumeType: 'lssd',
    volumeSizeBytes: 0,
    userName: 'app',
    password,
  })
  await waitUntil(
    async () =>
      (await db().instance.findUniqueOrThrow({ where: { id } })).status === 'ready' &&
      (await db().endpoint.count({ where: { instanceId: id, isOpen: true } })) === 1,
    { ...within, label: 'the instance to be ready' },
  )
  return id
}

describe.each(['PostgreSQL-18', 'PostgreSQL-15', 'MySQL-9.7'])('%s', (engine) => {
  const { name: engineName, defaultDatabase } = engineOf(engine)
  let id: string
  let port: number
  let authorityPem: string

  const stored = () => db().certificate.findUniqueOrThrow({ where: { instanceId: id } })
  const fingerprintOf = (pem: string) => new X509Certificate(pem).fingerprint256

  async function served(): Promise<string> {
    return (await handshake(engineName, port, { ca: authorityPem })).fingerprint
  }

  function session(keyed?: KeyedCertificate): Promise<TestSession> {
    return signIn(engineName, {
      port,
      user: 'app',
      password,
      database: defaultDatabase,
      authorityPem,
      from: '127.0.0.1',
      ...(keyed && { tls: { cert: keyed.certificatePem, key: keyed.privateKeyPem } }),
    })
  }

  const opens = (keyed?: KeyedCertificate): Promise<boolean> =>
    session(keyed).then(
      (opened) => opened.close().then(() => true),
      () => false,
    )

  const settled = () =>
    waitUntil(async () => (await stored()).renewalRequestedAt === null, {
      ...within,
      label: 'the renewal',
    })

  async function requireCertificate(isRequired: boolean): Promise<void> {
    await db().databaseUser.upsert({
      where: { instanceId_name: { instanceId: id, name: 'app' } },
      create: {
        instanceId: id,
        name: 'app',
        isAdmin: true,
        isManaged: true,
        status: 'ready',
        requiresClientCertificate: isRequired,
      },
      update: { requiresClientCertificate: isRequired },
    })
    await db().$executeRaw`SELECT pg_notify('holdfast_wake', ${`certificates ${id}`})`
  }

  beforeAll(async () => {
    id = await createReady(engine)
    const endpoint = await db().endpoint.findFirstOrThrow({ where: { instanceId: id } })
    port = endpoint.port
    authorityPem = (await db().certificateAuthority.findFirstOrThrow()).certificatePem
  })

  afterAll(async () => {
    await deleteInstance.execute(context, { instanceId: id })
    await waitUntil(async () => (await db().instance.count({ where: { id } })) === 0, {
      ...within,
      label: 'the instance to be gone',
    })
    expect(await db().secret.count({ where: { ownerId: `instance:${id}` } })).toBe(0)
  })

  test('a renewal gives a new key and certificate, and open connections live on', async () => {
    const before = await stored()
    const open = await session()
    await renewCertificate.execute(context, { instanceId: id })
    await expect(renewCertificate.execute(context, { instanceId: id })).rejects.toThrow('already')
    await settled()
    const after = await stored()
    expect(after.certificatePem).not.toBe(before.certificatePem)
    expect(after.renewedAt).not.toBeNull()
    expect(await served()).toBe(fingerprintOf(after.certificatePem))
    expect(await open.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
    await open.close()
  })

  test('a certificate near its end is renewed without being asked, and audited', async () => {
    const issued = await issueServerCertificate({
      authority: await ensureAuthority(),
      commonName: `rw-${id}`,
      dnsNames: ['localhost', `rw-${id}.rdb.lo-cal.holdfast.internal`],
      ipAddresses: ['127.0.0.1', '::1'],
      notBefore: addMs(now(), -dayMs),
      notAfter: addMs(now(), 20 * dayMs),
    })
    await db().$transaction(async (tx) => {
      await tx.certificate.update({
        where: { instanceId: id },
        data: { certificatePem: issued.certificatePem, notAfter: issued.notAfter },
      })
      const { certificateKey } = secretNames
      await writeSecret(tx, `instance:${id}`, certificateKey, issued.privateKeyPem)
    })
    await waitUntil(async () => (await stored()).notAfter > addMs(now(), 365 * dayMs), {
      ...within,
      label: 'the renewal',
    })
    await settled()
    expect(await served()).toBe(fingerprintOf((await stored()).certificatePem))
    const entry = await db().auditEntry.findFirst({
      where: { resourceId: id, action: 'certificate.renew', actorName: 'agent' },
    })
    expect(entry?.actorKind).toBe('system')
  })

  test('a certificate that lacks the address of a private endpoint gets it', async () => {
    const endpointId = newId()
    await db().endpoint.create({
      data: {
        id: endpointId,
        instanceId: id,
        kind: 'private_network',
        port: 23_498,
        bindAddress: '127.0.0.77',
        isOpen: false,
      },
    })
    try {
      await waitUntil(
        async () =>
          new X509Certificate((await stored()).certificatePem).checkIP('127.0.0.77') !== undefined,
        { ...within, label: 'the address in the certificate' },
      )
      await settled()
    } finally {
      await db().endpoint.deleteMany({ where: { id: endpointId } })
    }
  })

  test('an agent killed in the middle of a renewal leaves one that its successor finishes', async () => {
    const before = await stored()
    await renewCertificate.execute(context, { instanceId: id })
    await waitUntil(async () => (await stored()).certificatePem !== before.certificatePem, {
      ...within,
      intervalMs: 2,
      label: 'the new certificate to be stored',
    })
    await agent.kill()
    expect(await opens()).toBe(true)
    const after = await stored()
    agent = await startTestAgent()
    await settled()
    expect((await stored()).certificatePem).toBe(after.certificatePem)
    expect(await served()).toBe(fingerprintOf(after.certificatePem))
  })

  test('a user who must show a certificate is refused without, within seconds, by the real client', async () => {
    await requireCertificate(true)
    await waitUntil(async () => !(await opens()), { ...within, label: 'the refusal' })
    const made = await createClientCertificate.execute(context, {
      instanceId: id,
      userName: 'app',
      description: 'laptop',
    })
    const pack = await testPack(engineName, parseEngineVersion(engine)?.version ?? '')
    const file = async (name: string, content: string) => {
      const path = join(directory, `${id}-${name}`)
      await writeFile(path, content, { mode: 0o600 })
      return path
    }
    const target = {
      host: '127.0.0.1',
      port,
      user: 'app',
      password,
      authorityFile: await file('ca.pem', authorityPem),
      verify: 'full' as const,
    }
    const client = {
      certificateFile: await file('client.pem', made.certificatePem),
      keyFile: await file('client.key', made.privateKeyPem),
    }
    await expect(askByCommandLine(pack, target)).rejects.toThrow()
    expect(await askByCommandLine(pack, { ...target, client })).toBe('42')
  })

  test('a revoked certificate is refused within seconds and its session is ended', async () => {
    const [made, other] = await Promise.all(
      ['one', 'two'].map((description) =>
        createClientCertificate.execute(context, { instanceId: id, userName: 'app', description }),
      ),
    )
    if (!made || !other) throw new Error('two certificates were asked for')
    const open = await session(made)
    await revokeClientCertificate.execute(context, {
      instanceId: id,
      clientCertificateId: made.id,
    })
    await waitUntil(
      async () =>
        (await db().clientCertificate.findUniqueOrThrow({ where: { id: made.id } })).refusedAt !==
        null,
      { ...within, label: 'the revocation' },
    )
    expect(await opens(made)).toBe(false)
    expect(await opens(other)).toBe(true)
    await expect(open.query('SELECT 1')).rejects.toThrow()
  })

  test('certificates of a user who is gone are revoked, so that nobody inherits them', async () => {
    await db().databaseUser.create({
      data: { instanceId: id, name: 'gone', isAdmin: false, isManaged: true, status: 'ready' },
    })
    const made = await createClientCertificate.execute(context, {
      instanceId: id,
      userName: 'gone',
    })
    await db().databaseUser.delete({
      where: { instanceId_name: { instanceId: id, name: 'gone' } },
    })
    await db().instance.update({
      where: { id },
      data: { inventoryReadAt: addMs(now(), 1_000) },
    })
    await waitUntil(
      async () =>
        (await db().clientCertificate.findUniqueOrThrow({ where: { id: made.id } })).revokedAt !==
        null,
      { ...within, label: 'the revocation' },
    )
  })

  test('a user who need not show one any more gets in by password again', async () => {
    await requireCertificate(false)
    await waitUntil(() => opens(), { ...within, label: 'the user to get in' })
  })

  test('no key is in the audit log, and none is stored unsealed', async () => {
    const rows = await db().$queryRaw<{ text: string }[]>`
      SELECT a::text AS text FROM audit_entry a UNION ALL SELECT c::text FROM client_certificate c
      UNION ALL SELECT c::text FROM client_authority c UNION ALL SELECT s::text FROM secret s
      UNION ALL SELECT c::text FROM certificate c`
    for (const { text } of rows) expect(text).not.toContain('PRIVATE KEY')
  })
})

test('a certificate is not asked for twice, and only for users that exist', async () => {
  const { defaultProjectId } = await ensureInstallation()
  const { id } = await createInstance.execute(context, {
    projectId: defaultProjectId,
    name: `uncertified ${newId().slice(0, 8)}`,
    engine: 'PostgreSQL-17',
    nodeType: 'db-dev-xs',
    volumeType: 'lssd',
    volumeSizeBytes: 0,
    userName: '',
    password: '',
  })
  await expect(renewCertificate.execute(context, { instanceId: id })).rejects.toThrow(
    'Wait until it runs',
  )
  await waitUntil(
    async () => (await db().instance.findUniqueOrThrow({ where: { id } })).status === 'ready',
    { ...within, label: 'the instance to be ready' },
  )
  const create = (userName: string, validDays = 1) =>
    createClientCertificate.execute(context, { instanceId: id, userName, validDays })
  await expect(create('nobody')).rejects.toThrow('Create the user first')
  await expect(create('app', 0)).rejects.toThrow('At least 1 day')
  await expect(create('app', 4_000)).rejects.toThrow('At most 3650 days')
  await expect(create('')).rejects.toThrow('Choose a user')
})
