import { webcrypto, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import {
  backdateMs,
  issueCertificate,
  loadX509,
  nameOf,
  pemText,
  privateKeyToPem,
  randomSerialNumber,
  signing,
  wholeSeconds,
  type IssuedCertificate,
  type KeyedCertificate,
} from '@/lib/crypto/x509.ts'

/** What a certificate says about itself. */
export interface CertificateDescription {
  subject: string
  dnsNames: string[]
  ipAddresses: string[]
  notBefore: Date
  notAfter: Date
  serialNumber: string
  /** Upper-case hexadecimal bytes, separated by colons, as OpenSSL prints them. */
  sha256Fingerprint: string
}

const authorityYears = 20

/**
 * Makes a certificate authority: EC P-256, self-signed, valid for 20 years from an hour before
 * `now`, may sign certificates and revocation lists but no other authority.
 */
export async function createAuthority(input: {
  commonName: string
  now: Date
}): Promise<KeyedCertificate> {
  const x509 = await loadX509()
  const keys = await webcrypto.subtle.generateKey(signing, true, ['sign', 'verify'])
  const notAfter = wholeSeconds(input.now)
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + authorityYears)
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: randomSerialNumber(),
    name: nameOf(input.commonName),
    notBefore: wholeSeconds(new Date(input.now.getTime() - backdateMs)),
    notAfter,
    signingAlgorithm: signing,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return {
    certificatePem: pemText(certificate.toString('pem')),
    privateKeyPem: await privateKeyToPem(keys.privateKey),
  }
}

/**
 * Issues a server certificate with a key of its own (EC P-256) for the given host names and
 * addresses (IPv4 or IPv6 literals). Clients check only the alternative names; the common name is
 * for people. Throws for no name at all, a malformed address, an authority whose key and
 * certificate do not belong together, or a certificate that would outlive its authority.
 */
export async function issueServerCertificate(input: {
  authority: KeyedCertificate
  commonName: string
  dnsNames: readonly string[]
  ipAddresses: readonly string[]
  notBefore: Date
  notAfter: Date
}): Promise<IssuedCertificate> {
  const { dnsNames, ipAddresses, ...rest } = input
  const malformed = ipAddresses.find((address) => isIP(address) === 0)
  if (malformed !== undefined) throw new Error(`Not an IP address: ${malformed}`)
  if (dnsNames.length + ipAddresses.length === 0) {
    throw new Error('A server certificate needs at least one host name or address')
  }
  return issueCertificate({
    ...rest,
    extensionsOf: (x509) => [
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth], false),
      new x509.SubjectAlternativeNameExtension([
        ...dnsNames.map((value) => ({ type: 'dns' as const, value })),
        ...ipAddresses.map((value) => ({ type: 'ip' as const, value })),
      ]),
    ],
  })
}

/** Reads a PEM certificate; throws when it is not one. */
export function describeCertificate(pem: string): CertificateDescription {
  const certificate = new X509Certificate(pem)
  const names = (certificate.subjectAltName ?? '').split(', ')
  const valuesOf = (prefix: string): string[] =>
    names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length))
  return {
    subject: certificate.subject,
    dnsNames: valuesOf('DNS:'),
    ipAddresses: valuesOf('IP Address:'),
    notBefore: new Date(certificate.validFrom),
    notAfter: new Date(certificate.validTo),
    serialNumber: certificate.serialNumber.toLowerCase(),
    sha256Fingerprint: certificate.fingerprint256,
  }
}
