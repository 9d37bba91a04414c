import type * as X509 from '@peculiar/x509'
import { createPrivateKey, randomBytes, webcrypto, X509Certificate } from 'node:crypto'
import { provideReflectMetadata } from '@/lib/crypto/reflect-metadata.ts'

/** A certificate and its private key (PKCS #8), both as PEM text. */
export interface KeyedCertificate {
  certificatePem: string
  privateKeyPem: string
}

/** A certificate that an authority has signed, with what must be remembered about it. */
export interface IssuedCertificate extends KeyedCertificate {
  /** Hexadecimal, without separators. */
  serialNumber: string
  notAfter: Date
}

/** How everything of Holdfast is signed. */
export const signing = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

/** Clocks of clients may run behind; a certificate is valid a little before it is made. */
export const backdateMs = 60 * 60 * 1000

/** The library needs `Reflect` metadata first, and only those who issue certificates pay for it. */
export async function loadX509(): Promise<typeof X509> {
  provideReflectMetadata()
  const x509 = await import('@peculiar/x509')
  x509.cryptoProvider.set(webcrypto as Crypto)
  return x509
}

/** 127 random bits with the highest set: positive, never shortened by DER, never repeated. */
export function randomSerialNumber(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return bytes.toString('hex')
}

/** Certificates count in seconds; a fraction would make the PEM differ from what is recorded. */
export function wholeSeconds(moment: Date): Date {
  return new Date(Math.floor(moment.getTime() / 1000) * 1000)
}

/** PKCS #8 as PEM. */
export async function privateKeyToPem(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key))
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString()
}

/** The key of an authority, for signing only. Throws when it is not that of its certificate. */
export async function signingKeyOf(authority: KeyedCertificate): Promise<webcrypto.CryptoKey> {
  const certificate = new X509Certificate(authority.certificatePem)
  const key = createPrivateKey(authority.privateKeyPem)
  if (!certificate.checkPrivateKey(key)) {
    throw new Error('The key of the certificate authority does not belong to its certificate')
  }
  const der = key.export({ format: 'der', type: 'pkcs8' })
  return webcrypto.subtle.importKey('pkcs8', der, signing, false, ['sign'])
}

/** Name parts as data, so that no character of a name can become syntax. */
export function nameOf(commonName: string): { CN: string[] }[] {
  if (commonName.length === 0 || commonName.length > 64) {
    throw new Error('The common name of a certificate has 1 to 64 characters')
  }
  return [{ CN: [commonName] }]
}

/** PEM as files hold it: with one line break at the end. */
export function pemText(pem: string): string {
  return `${pem.trim()}\n`
}

/**
 * Issues a certificate with a key of its own (EC P-256) that is no authority and may be used for
 * what `extensionsOf` says. Throws when it would outlive its authority.
 */
export async function issueCertificate(input: {
  authority: KeyedCertificate
  commonName: string
  notBefore: Date
  notAfter: Date
  extensionsOf: (x509: typeof X509) => X509.Extension[]
}): Promise<IssuedCertificate> {
  const signingKey = await signingKeyOf(input.authority)
  const notAfter = wholeSeconds(input.notAfter)
  if (notAfter > new Date(new X509Certificate(input.authority.certificatePem).validTo)) {
    throw new Error('A certificate cannot outlive its certificate authority')
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
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      ...input.extensionsOf(x509),
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
