import { X509Certificate } from 'node:crypto'
import {
  backdateMs,
  issueCertificate,
  loadX509,
  pemText,
  signing,
  signingKeyOf,
  wholeSeconds,
  type IssuedCertificate,
  type KeyedCertificate,
} from '@/lib/crypto/x509.ts'

/**
 * Issues a certificate with which a client proves to be the user `userName`, with a key of its own
 * (EC P-256). It is of no use to a server. Throws for a certificate that would outlive its
 * authority.
 */
export function issueClientCertificate(input: {
  authority: KeyedCertificate
  userName: string
  notBefore: Date
  notAfter: Date
}): Promise<IssuedCertificate> {
  const { userName, ...rest } = input
  return issueCertificate({
    ...rest,
    commonName: userName,
    extensionsOf: (x509) => [
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth], false),
    ],
  })
}

/**
 * Signs the list of an authority's certificates that count no longer, as PEM. The list is handed to
 * the servers directly and never fetched, so it is valid as long as its authority: one that ran out
 * would shut every client out.
 */
export async function createRevocationList(input: {
  authority: KeyedCertificate
  revoked: readonly { serialNumber: string; revokedAt: Date }[]
  now: Date
}): Promise<string> {
  const signingKey = await signingKeyOf(input.authority)
  const x509 = await loadX509()
  const issuer = new x509.X509Certificate(input.authority.certificatePem)
  const list = await x509.X509CrlGenerator.create({
    issuer: issuer.subject,
    thisUpdate: wholeSeconds(new Date(input.now.getTime() - backdateMs)),
    nextUpdate: new Date(new X509Certificate(input.authority.certificatePem).validTo),
    signingAlgorithm: signing,
    signingKey,
    entries: input.revoked.map(({ serialNumber, revokedAt }) => ({
      serialNumber,
      revocationDate: wholeSeconds(revokedAt),
      // With no reason the library writes an empty list of extensions, which is not valid.
      reason: x509.X509CrlReason.privilegeWithdrawn,
    })),
    extensions: [await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey)],
  })
  // OpenSSL knows a list by this tag only.
  return pemText(x509.PemConverter.encode(list.rawData, 'X509 CRL'))
}
