import { now } from '@/lib/clock/clock.ts'
import { createAuthority, describeCertificate } from '@/lib/crypto/certificates.ts'
import { secretBox } from '@/lib/crypto/installation.ts'
import type { KeyedCertificate } from '@/lib/crypto/x509.ts'
import type { Database, Transaction } from '@/lib/db/db.ts'

const keyName = 'client-authority-key'

/** The common name of the authority of an instance's client certificates. */
export function clientAuthorityName(instanceId: string): string {
  return `Holdfast clients of ${instanceId}`
}

/**
 * The authority of the instance's client certificates, made on first use. Every instance has its
 * own, so that a user's certificate opens no other instance with a user of the same name; and it is
 * none that signs servers, so that no server's certificate passes for a user. The caller holds the
 * lock of the instance.
 */
export async function ensureClientAuthority(
  tx: Transaction,
  instanceId: string,
): Promise<KeyedCertificate> {
  const existing = await findClientAuthority(tx, instanceId)
  if (existing) return existing
  const authority = await createAuthority({
    commonName: clientAuthorityName(instanceId),
    now: now(),
  })
  const { notAfter } = describeCertificate(authority.certificatePem)
  const ownerId = `instance:${instanceId}`
  const box = await secretBox()
  const sealed = box.seal(authority.privateKeyPem, `${ownerId}/${keyName}`)
  await tx.clientAuthority.create({
    data: { instanceId, certificatePem: authority.certificatePem, notAfter },
  })
  await tx.secret.create({ data: { ownerId, name: keyName, sealed } })
  return authority
}

/** The authority of the instance's client certificates; null while it has none. */
export async function findClientAuthority(
  database: Database | Transaction,
  instanceId: string,
): Promise<KeyedCertificate | null> {
  const ownerId = `instance:${instanceId}`
  const row = await database.clientAuthority.findUnique({ where: { instanceId } })
  if (!row) return null
  const secret = await database.secret.findUniqueOrThrow({
    where: { ownerId_name: { ownerId, name: keyName } },
  })
  const box = await secretBox()
  return {
    certificatePem: row.certificatePem,
    privateKeyPem: box.open(secret.sealed, `${ownerId}/${keyName}`),
  }
}
