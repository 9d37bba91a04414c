import { execFileSync, spawnSync } from 'node:child_process'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkServerIdentity, connect, createServer } from 'node:tls'
import { describe, expect, test } from 'vitest'
import {
  createAuthority,
  describeCertificate,
  issueServerCertificate,
} from '@/lib/crypto/certificates.ts'
import type { KeyedCertificate } from '@/lib/crypto/x509.ts'

const now = new Date()
const inTenYears = new Date(now.getTime() + 3650 * 24 * 3600 * 1000)
const authority = await createAuthority({ commonName: 'Holdfast test authority', now })
const strict = ['verify', '-x509_strict', '-purpose', 'sslserver']
const hasOpenssl = spawnSync('openssl', ['version']).status === 0

function issue(changes: Partial<Parameters<typeof issueServerCertificate>[0]> = {}) {
  return issueServerCertificate({
    authority,
    commonName: 'rw-5a1b7c1e-8a52-4e54-a1f1-1d9d5a2f9f0e',
    dnsNames: ['localhost', 'rw-5a1b7c1e.rdb.lo-cal.example'],
    ipAddresses: ['127.0.0.1', '::1'],
    notBefore: now,
    notAfter: inTenYears,
    ...changes,
  })
}

/** Whether a client that trusts `ca` and expects `name` completes a TLS handshake. */
async function handshake(server: KeyedCertificate, name: string, ca: string): Promise<boolean> {
  const listener = createServer({ cert: server.certificatePem, key: server.privateKeyPem })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = listener.address() as AddressInfo
    return await new Promise<boolean>((resolve, reject) => {
      const socket = connect({
        host: '127.0.0.1',
        port,
        ca,
        checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate),
      })
      socket.once('secureConnect', () => {
        resolve(socket.authorized)
        socket.destroy()
      })
      socket.once('error', reject)
    })
  } finally {
    listener.close()
  }
}

describe('certificates', () => {
  test('a client that verifies the host name or address accepts the server certificate', async () => {
    const server = await issue()
    for (const name of ['localhost', '127.0.0.1', '::1', 'rw-5a1b7c1e.rdb.lo-cal.example']) {
      expect(await handshake(server, name, authority.certificatePem)).toBe(true)
    }
  })

  test('a name that is not in the certificate and another authority are refused', async () => {
    const server = await issue()
    const other = await createAuthority({ commonName: 'Holdfast test authority', now })
    await expect(handshake(server, '127.0.0.9', authority.certificatePem)).rejects.toThrow()
    await expect(handshake(server, 'localhost', other.certificatePem)).rejects.toThrow()
  })

  test.skipIf(!hasOpenssl)(
    'OpenSSL verifies chain, purpose, name and address strictly',
    async () => {
      const directory = mkdtempSync(join(tmpdir(), 'holdfast-certificates-'))
      try {
        const server = await issue()
        const caFile = join(directory, 'ca.pem')
        const certificateFile = join(directory, 'server.pem')
        writeFileSync(caFile, authority.certificatePem)
        writeFileSync(certificateFile, server.certificatePem)
        const verify = (...options: string[]): string =>
          execFileSync('openssl', [...strict, '-CAfile', caFile, ...options, certificateFile], {
            encoding: 'utf8',
            stdio: 'pipe',
          })
        expect(verify('-verify_hostname', 'localhost')).toContain('OK')
        expect(verify('-verify_ip', '127.0.0.1')).toContain('OK')
        expect(verify('-verify_ip', '::1')).toContain('OK')
        expect(() => verify('-verify_ip', '127.0.0.2')).toThrow()
      } finally {
        rmSync(directory, { recursive: true })
      }
    },
  )

  test('the authority may sign certificates, but no further authority, for 20 years', () => {
    const certificate = new X509Certificate(authority.certificatePem)
    expect(certificate.ca).toBe(true)
    expect(certificate.verify(certificate.publicKey)).toBe(true)
    expect(new Date(certificate.validTo).getUTCFullYear()).toBe(now.getUTCFullYear() + 20)
    expect(certificate.checkPrivateKey(createPrivateKey(authority.privateKeyPem))).toBe(true)
  })

  test('a description repeats what was issued', async () => {
    const server = await issue()
    const described = describeCertificate(server.certificatePem)
    expect(described).toMatchObject({
      subject: 'CN=rw-5a1b7c1e-8a52-4e54-a1f1-1d9d5a2f9f0e',
      dnsNames: ['localhost', 'rw-5a1b7c1e.rdb.lo-cal.example'],
      ipAddresses: ['127.0.0.1', '0:0:0:0:0:0:0:1'],
      serialNumber: server.serialNumber,
      notAfter: server.notAfter,
    })
    expect(described.sha256Fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
    expect(() => describeCertificate('nonsense')).toThrow()
  })

  test('two certificates share neither serial number nor key', async () => {
    const [first, second] = await Promise.all([issue(), issue()])
    expect(first.serialNumber).not.toBe(second.serialNumber)
    expect(first.privateKeyPem).not.toBe(second.privateKeyPem)
  })

  test('a name that looks like syntax stays part of the common name', async () => {
    const server = await issue({ commonName: 'a,O=b+CN=c' })
    expect(new X509Certificate(server.certificatePem).toLegacyObject().subject).toEqual({
      CN: 'a,O=b+CN=c',
    })
  })

  test('nothing is issued without names, for malformed addresses, or beyond the authority', async () => {
    await expect(issue({ dnsNames: [], ipAddresses: [] })).rejects.toThrow('at least one')
    await expect(issue({ ipAddresses: ['300.1.1.1'] })).rejects.toThrow('300.1.1.1')
    const afterAuthority = new Date(now.getTime() + 21 * 366 * 24 * 3600 * 1000)
    await expect(issue({ notAfter: afterAuthority })).rejects.toThrow('outlive')
    const other = await createAuthority({ commonName: 'other', now })
    const mixed = { ...authority, privateKeyPem: other.privateKeyPem }
    await expect(issue({ authority: mixed })).rejects.toThrow('does not belong')
  })
})
