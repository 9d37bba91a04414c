import type * as X509 from '@peculiar/x509'
import { createPrivateKey, randomBytes, webcrypto, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { provideReflectMetadata } from '@/lib/crypto/reflect-metadata.ts'

/** A certificate and its private key (PKCS #8), both as PEM text. */
export interface KeyedCertificate {
  certificatePem: string
  privateKeyPem: string
}

/** A server certificate with what must be remembered about it. */
export interface IssuedCertificate extends KeyedCertificate {
  /** Hexadecimal, without separators. */
  serialNumber: string
  notAfter: Date
}

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

const signing = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const authorityYears = 20
/** Clocks of clients may run behind; a certificate is valid a little before it is made. */
const backdateMs = 60 * 60 * 1000

/** The library needs `Reflect` metadata first, and only those who issue certificates pay for it. */
async function loadX509(): Promise<typeof X509> {
  provideReflectMetadata()
  const x509 = await import('@peculiar/x509')
  x509.cryptoProvider.set(webcrypto as Crypto)
  return x509
}

/** 127 random bits with the highest set: positive, never shortened by DER, never repeated. */
function randomSerialNumber(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return bytes.toString('hex')
}

/** Certificates count in seconds; a fraction would make the PEM differ from what is recorded. */
function wholeSeconds(moment: Date): Date {
  return new Date(Math.floor(moment.getTime() / 1000) * 1000)
}

async function privateKeyToPem(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key))
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString()
}

async function signingKeyOf(privateKeyPem: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(privateKeyPem).export({ format: 'der', type: 'pkcs8' })
  return webcrypto.subtle.importKey('pkcs8', der, signing, false, ['sign'])
}

/** Name parts as data, so that no character of a name can become syntax. */
function nameOf(commonName: string): { CN: string[] }[] {
  if (commonName.length === 0 || commonName.length > 64) {
    throw new Error('The common name of a certificate has 1 to 64 characters')
  }
  return [{ CN: [commonName] }]
}

function pemText(pem: string): string {
  return `${pem.trim()}\n`
}

/**
 * Makes the certificate authority of an installation: EC P-256, self-signed, valid for 20 years
 * from an hour before `now`, may sign certificates and revocation lists but no other authority.
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
  const authority = new X509Certificate(input.authority.certificatePem)
  if (!authority.checkPrivateKey(createPrivateKey(input.authority.privateKeyPem))) {
    throw new Error('The key of the certificate authority does not belong to its certificate')
  }
  const notAfter = wholeSeconds(input.notAfter)
  if (notAfter > new Date(authority.validTo)) {
    throw new Error('A server certificate cannot outlive its certificate authority')
  }
  const malformed = input.ipAddresses.find((address) => isIP(address) === 0)
  if (malformed !== undefined) throw new Error(`Not an IP address: ${malformed}`)
  if (input.dnsNames.length + input.ipAddresses.length === 0) {
    throw new Error('A server certificate needs at least one host name or address')
  }
  const x509 = await loadX509()
  const issuer = new x509.X509Certificate(input.authority.certificatePem)
  const keys = await webcrypto.subtle.generateKey(signing, true, ['sign', 'verify'])
  const serialNumber = randomSerialNumber()
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber,
    subject: nameOf(input.commonName),
    issuer: issuer.subject,
    notBefore: wholeSeconds(input.notBefore),
    notAfter,
    signingAlgorithm: signing,
    publicKey: keys.publicKey,
    signingKey: await signingKeyOf(input.authority.privateKeyPem),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth], false),
      new x509.SubjectAlternativeNameExtension([
        ...input.dnsNames.map((value) => ({ type: 'dns' as const, value })),
        ...input.ipAddresses.map((value) => ({ type: 'ip' as const, value })),
      ]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  })
  return {
    certificatePem: pemText(certificate.toString('pem')),
    privateKeyPem: await privateKeyToPem(keys.privateKey),
    serialNumber,
    notAfter,
  }
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
