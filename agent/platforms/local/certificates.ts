import { createPrivateKey, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import type { ServerCertificate } from '@/agent/engines/driver.ts'
import { certificateNames } from '@/agent/platforms/local/addresses.ts'
import { readClientTrust } from '@/agent/platforms/local/client-trust.ts'
import type { LocalContext } from '@/agent/platforms/local/context.ts'
import type { LocalEndpoint, LocalInstance } from '@/agent/platforms/local/load.ts'
import { readSecret, secretNames, writeSecret } from '@/agent/platforms/local/secrets.ts'
import { now } from '@/lib/clock/clock.ts'
import {
  createAuthority,
  describeCertificate,
  issueServerCertificate,
} from '@/lib/crypto/certificates.ts'
import { createRevocationList } from '@/lib/crypto/client-certificates.ts'
import type { IssuedCertificate, KeyedCertificate } from '@/lib/crypto/x509.ts'
import { db, type Transaction } from '@/lib/db/db.ts'
import { newId } from '@/lib/ids/ids.ts'

const authorityId = 'installation'
const authorityOwner = 'authority:installation'
const certificateYears = 10
const pairAttempts = 3

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
  if (await db().certificate.findUnique({ where: { instanceId } })) return
  const endpoints = await db().endpoint.findMany({ where: { instanceId } })
  const issued = await issue(context, instanceId, endpoints)
  await db().$transaction(async (tx) => {
    await tx.certificate.create({
      data: { instanceId, certificatePem: issued.certificatePem, notAfter: issued.notAfter },
    })
    await writeKey(tx, instanceId, issued)
  })
}

/**
 * Issues a new certificate and key in place of `former`, both stored, the key sealed, before any
 * engine sees them. Does nothing when somebody else has done so meanwhile.
 */
export async function reissueCertificate(
  context: LocalContext,
  instance: LocalInstance,
  former: { certificatePem: string },
): Promise<void> {
  const issued = await issue(context, instance.id, instance.endpoints)
  await db().$transaction(async (tx) => {
    const { count } = await tx.certificate.updateMany({
      where: { instanceId: instance.id, certificatePem: former.certificatePem },
      data: {
        certificatePem: issued.certificatePem,
        notAfter: issued.notAfter,
        createdAt: now(),
      },
    })
    if (count > 0) await writeKey(tx, instance.id, issued)
  })
}

function writeKey(
  tx: Transaction,
  instanceId: string,
  { privateKeyPem }: IssuedCertificate,
): Promise<void> {
  return writeSecret(tx, `instance:${instanceId}`, secretNames.certificateKey, privateKeyPem)
}

/** When a certificate that is issued now ends: in ten years, or with its authority. */
export async function endOfNewCertificate(): Promise<Date> {
  const authority = await ensureAuthority()
  const end = now()
  end.setUTCFullYear(end.getUTCFullYear() + certificateYears)
  const { notAfter } = describeCertificate(authority.certificatePem)
  return end < notAfter ? end : notAfter
}

/** True when a client that verifies names finds every name and address of the instance in it. */
export function hasAllNames(
  context: LocalContext,
  instance: LocalInstance,
  { certificatePem }: { certificatePem: string },
): boolean {
  const certificate = new X509Certificate(certificatePem)
  const { dnsNames, ipAddresses } = namesOf(context, instance.id, instance.endpoints)
  return (
    dnsNames.every((name) => certificate.checkHost(name, { subject: 'never' }) !== undefined) &&
    ipAddresses.every((address) => certificate.checkIP(address) !== undefined)
  )
}

/** The names that every instance has, and the addresses of its private endpoints. */
function namesOf(
  context: LocalContext,
  instanceId: string,
  endpoints: readonly Pick<LocalEndpoint, 'bindAddress' | 'closingAt'>[],
): { dnsNames: string[]; ipAddresses: string[] } {
  const { dnsNames, ipAddresses } = certificateNames(context.environment, instanceId)
  const addresses = endpoints.flatMap(({ bindAddress, closingAt }) =>
    bindAddress !== null && closingAt === null && isIP(bindAddress) !== 0 ? [bindAddress] : [],
  )
  return { dnsNames, ipAddresses: [...new Set([...ipAddresses, ...addresses])] }
}

async function issue(
  context: LocalContext,
  instanceId: string,
  endpoints: readonly Pick<LocalEndpoint, 'bindAddress' | 'closingAt'>[],
): Promise<IssuedCertificate> {
  return issueServerCertificate({
    authority: await ensureAuthority(),
    commonName: `rw-${instanceId}`,
    ...namesOf(context, instanceId, endpoints),
    notBefore: now(),
    notAfter: await endOfNewCertificate(),
  })
}

/** Issues a certificate that nobody gets, so that the first real one does not load the library. */
export async function rehearseCertificate(context: LocalContext): Promise<void> {
  await issue(context, newId(), [])
}

/** The instance's certificate with key and authority, as the engine needs them on disk. */
export async function readCertificate(instanceId: string): Promise<ServerCertificate> {
  const [authority, pair, clients] = await Promise.all([
    db().certificateAuthority.findUnique({ where: { id: authorityId } }),
    readPair(instanceId),
    readClientTrust(instanceId),
  ])
  if (!authority) throw new Error('the certificate authority was not stored')
  return {
    ...pair,
    authorityPem: authority.certificatePem,
    ...(clients && { clients: { ...clients, serverRevocationListPem: await ownList() } }),
  }
}

/** Certificate and key are two rows: one that is replaced between the two reads is read again. */
async function readPair(instanceId: string): Promise<KeyedCertificate> {
  for (let attempt = 1; attempt <= pairAttempts; attempt += 1) {
    const [certificate, privateKeyPem] = await Promise.all([
      db().certificate.findUnique({ where: { instanceId } }),
      readSecret(`instance:${instanceId}`, secretNames.certificateKey),
    ])
    if (!certificate || privateKeyPem === null) break
    const { certificatePem } = certificate
    const key = createPrivateKey(privateKeyPem)
    if (new X509Certificate(certificatePem).checkPrivateKey(key)) {
      return { certificatePem, privateKeyPem }
    }
  }
  throw new Error(`instance ${instanceId} has no certificate with its key`)
}

/** A server certificate that is renewed is forgotten with its key, so none is ever on the list. */
async function ownList(): Promise<string> {
  return createRevocationList({ authority: await ensureAuthority(), revoked: [], now: now() })
}
