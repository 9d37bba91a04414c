import type { ServerCertificate } from '@/agent/engines/driver.ts'
import { createAuthority, issueServerCertificate } from '@/lib/crypto/certificates.ts'
import type { KeyedCertificate } from '@/lib/crypto/x509.ts'
import { addMs, now } from '@/lib/clock/clock.ts'

/** An authority for tests. */
export function testAuthority(): Promise<KeyedCertificate> {
  return createAuthority({ commonName: 'Holdfast test', now: now() })
}

/** A certificate as instances have it: for a name of their own, localhost and 127.0.0.1. */
export async function testCertificate(authority: KeyedCertificate): Promise<ServerCertificate> {
  const issued = await issueServerCertificate({
    authority,
    commonName: 'rw-test',
    dnsNames: ['rw-test.holdfast.internal', 'localhost'],
    ipAddresses: ['127.0.0.1'],
    notBefore: addMs(now(), -60_000),
    notAfter: addMs(now(), 86_400_000),
  })
  return {
    certificatePem: issued.certificatePem,
    privateKeyPem: issued.privateKeyPem,
    authorityPem: authority.certificatePem,
  }
}
