import type { ServerCertificate } from '@/agent/engines/driver.ts'
import { certificateNames } from '@/agent/platforms/local/addresses.ts'
import type { LocalContext } from '@/agent/platforms/local/context.ts'
import { readSecret, secretNames, writeSecret } from '@/agent/platforms/local/secrets.ts'
import { now } from '@/lib/clock/clock.ts'
import { createAuthority, issueServerCertificate } from '@/lib/crypto/certificates.ts'
import type { IssuedCertificate, KeyedCertificate } from '@/lib/crypto/x509.ts'
import { db } from '@/lib/db/db.ts'
import { newId } from '@/lib/ids/ids.ts'

const authorityId = 'installation'
const authorityOwner = 'authority:installation'
const certificateYears = 10

let known: KeyedCertificate | undefined

/**
 * The installation's certificate authority, made on first use. It never changes while the agent
 * runs, so it is read once.
 */
export async function ensureAuthority(): Promise<KeyedCertificate> {
  known ??= await readOrMakeAuthority()
  return known
}

async function readOrMakeAuthority(): Promise<KeyedCertificate> {
  const existing = await readAuthority()
  if (existing) return existing
  const authority = await createAuthority({
    commonName: 'Holdfast certificate authority',
    now: now(),
  })
  await db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('holdfast.authority'))`
    if (await tx.certificateAuthority.findUnique({ where: { id: authorityId } })) return
    await tx.certificateAuthority.create({
      data: { id: authorityId, certificatePem: authority.certificatePem },
    })
    await writeSecret(tx, authorityOwner, secretNames.certificateKey, authority.privateKeyPem)
  })
  const made = await readAuthority()
  if (!made) throw new Error('the certificate authority was not stored')
  return made
}

async function readAuthority(): Promise<KeyedCertificate | null> {
  const row = await db().certificateAuthority.findUnique({ where: { id: authorityId } })
  const privateKeyPem = await readSecret(authorityOwner, secretNames.certificateKey)
  return row && privateKeyPem ? { certificatePem: row.certificatePem, privateKeyPem } : null
}

/** Issues the instance's server certificate when it has none. */
export async function ensureCertificate(context: LocalContext, instanceId: string): Promise<void> {
  const owner = `instance:${instanceId}`
  if (await db().certificate.findUnique({ where: { instanceId } })) return
  const issued = await issue(context, instanceId)
  await db().$transaction(async (tx) => {
    await tx.certificate.create({
      data: { instanceId, certificatePem: issued.certificatePem, notAfter: issued.notAfter },
    })
    await writeSecret(tx, owner, secretNames.certificateKey, issued.privateKeyPem)
  })
}

async function issue(context: LocalContext, instanceId: string): Promise<IssuedCertificate> {
  const notBefore = now()
  const notAfter = new Date(notBefore)
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + certificateYears)
  return issueServerCertificate({
    authority: await ensureAuthority(),
    commonName: `rw-${instanceId}`,
    ...certificateNames(context.environment, instanceId),
    notBefore,
    notAfter,
  })
}

/** Issues a certificate that nobody gets, so that the first real one does not load the library. */
export async function rehearseCertificate(context: LocalContext): Promise<void> {
  await issue(context, newId())
}

/** The instance's certificate with key and authority, as the engine needs them on disk. */
export async function readCertificate(instanceId: string): Promise<ServerCertificate> {
  const [certificate, authority, privateKeyPem] = await Promise.all([
    db().certificate.findUnique({ where: { instanceId } }),
    db().certificateAuthority.findUnique({ where: { id: authorityId } }),
    readSecret(`instance:${instanceId}`, secretNames.certificateKey),
  ])
  if (!certificate || !authority || privateKeyPem === null) {
    throw new Error(`instance ${instanceId} has no certificate`)
  }
  return {
    certificatePem: certificate.certificatePem,
    privateKeyPem,
    authorityPem: authority.certificatePem,
  }
}
