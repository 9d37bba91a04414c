import { execFileSync, spawnSync } from 'node:child_process'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createAuthority, issueServerCertificate } from '@/lib/crypto/certificates.ts'
import { createRevocationList, issueClientCertificate } from '@/lib/crypto/client-certificates.ts'

const now = new Date()
const inAYear = new Date(now.getTime() + 365 * 24 * 3600 * 1000)
const directory = mkdtempSync(join(tmpdir(), 'holdfast-client-certificates-'))
const hasOpenssl = spawnSync('openssl', ['version']).status === 0
const authority = await createAuthority({ commonName: 'Holdfast clients of a', now })

const issue = (userName: string) =>
  issueClientCertificate({ authority, userName, notBefore: now, notAfter: inAYear })

/** What OpenSSL says of a certificate shown by a client, with a revocation list. */
function verify(certificatePem: string, revocationListPem: string, purpose = 'sslclient'): string {
  const files = { ca: authority.certificatePem, crl: revocationListPem, leaf: certificatePem }
  for (const [name, pem] of Object.entries(files)) writeFileSync(join(directory, name), pem)
  const file = (name: string) => join(directory, name)
  const checks = ['verify', '-x509_strict', '-purpose', purpose, '-crl_check_all']
  const { stdout, stderr } = spawnSync(
    'openssl',
    [...checks, '-CAfile', file('ca'), '-CRLfile', file('crl'), file('leaf')],
    { encoding: 'utf8' },
  )
  return stdout + stderr
}

afterAll(() => rmSync(directory, { recursive: true }))

describe.skipIf(!hasOpenssl)('client certificates', () => {
  test('a certificate is good until it is on the list, and only for clients', async () => {
    const [alice, bob] = await Promise.all([issue('alice'), issue('bob')])
    const empty = await createRevocationList({ authority, revoked: [], now })
    expect(verify(alice.certificatePem, empty)).toContain('OK')
    expect(verify(alice.certificatePem, empty, 'sslserver')).toContain('unsuitable')
    const revoked = [{ serialNumber: alice.serialNumber, revokedAt: now }]
    const list = await createRevocationList({ authority, revoked, now })
    expect(verify(alice.certificatePem, list)).toContain('revoked')
    expect(verify(bob.certificatePem, list)).toContain('OK')
  })

  test('a list stays good as long as its authority', async () => {
    const list = await createRevocationList({ authority, revoked: [], now })
    writeFileSync(join(directory, 'crl'), list)
    const text = execFileSync('openssl', ['crl', '-in', join(directory, 'crl'), '-text', '-noout'])
    const { validTo } = new X509Certificate(authority.certificatePem)
    expect(text.toString().replaceAll(/\s+/g, ' ')).toContain(
      `Next Update: ${validTo.replaceAll(/\s+/g, ' ')}`,
    )
  })

  test('a server certificate, also of the same authority, proves no user', async () => {
    const server = await issueServerCertificate({
      authority,
      commonName: 'alice',
      dnsNames: ['alice'],
      ipAddresses: [],
      notBefore: now,
      notAfter: inAYear,
    })
    const empty = await createRevocationList({ authority, revoked: [], now })
    expect(verify(server.certificatePem, empty)).toContain('unsuitable')
  })
})

test('the key is PKCS #8 and belongs to the certificate, whose subject is the user alone', async () => {
  const alice = await issue('alice')
  const certificate = new X509Certificate(alice.certificatePem)
  expect(alice.privateKeyPem).toContain('BEGIN PRIVATE KEY')
  expect(certificate.checkPrivateKey(createPrivateKey(alice.privateKeyPem))).toBe(true)
  expect(certificate.subject).toBe('CN=alice')
})

test('nothing outlives its authority', async () => {
  const notAfter = new Date(now.getTime() + 21 * 366 * 24 * 3600 * 1000)
  await expect(
    issueClientCertificate({ authority, userName: 'alice', notBefore: now, notAfter }),
  ).rejects.toThrow('outlive')
})
