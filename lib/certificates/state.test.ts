import { expect, test } from 'vitest'
import { instanceStatuses } from '@/lib/instances/state.ts'
import {
  can,
  canHaveCertificate,
  clientCertificateStatus,
  daysLeft,
  expiryOf,
  expiryWarning,
} from './state.ts'

const dayMs = 24 * 60 * 60 * 1000
const nowMs = Date.UTC(2030, 0, 15)
const inDays = (days: number): string => new Date(nowMs + days * dayMs).toISOString()

test('a certificate warns below 30 days, is urgent below 7, and is expired at its end', () => {
  const expected = { 400: 'fine', 31: 'fine', 29: 'soon', 8: 'soon', 6: 'urgent', 0: 'expired' }
  for (const [days, expiry] of Object.entries(expected)) {
    expect(expiryOf(inDays(Number(days)), nowMs)).toBe(expiry)
  }
  expect(expiryOf(inDays(-1), nowMs)).toBe('expired')
})

test('the warning says how long is left and what to do', () => {
  expect(expiryWarning(inDays(100), nowMs)).toBeNull()
  expect(expiryWarning(inDays(20.5), nowMs)).toBe(
    'The TLS certificate expires in 20 days. Renew it.',
  )
  expect(expiryWarning(inDays(1.5), nowMs)).toBe('The TLS certificate expires in 1 day. Renew it.')
  expect(expiryWarning(inDays(0.5), nowMs)).toBe('The TLS certificate expires today. Renew it.')
  expect(expiryWarning(inDays(-2), nowMs)).toContain('has expired')
  expect(daysLeft(inDays(-2), nowMs)).toBe(0)
})

test('a client certificate is revoked only once the engine refuses it', () => {
  const now = new Date(nowMs)
  const row = { notAfter: new Date(inDays(1)), revokedAt: null, refusedAt: null }
  expect(clientCertificateStatus(row, now)).toBe('active')
  expect(clientCertificateStatus({ ...row, notAfter: now }, now)).toBe('expired')
  expect(clientCertificateStatus({ ...row, revokedAt: now }, now)).toBe('revoking')
  expect(clientCertificateStatus({ ...row, revokedAt: now, refusedAt: now }, now)).toBe('revoked')
})

test('certificates can be renewed in every status but while the instance comes or goes', () => {
  const refused = instanceStatuses.filter((status) => !can.renew({ status }).allowed)
  expect(refused).toEqual(['provisioning', 'deleting', 'locked', 'initializing'])
  expect(can.revokeClient().allowed).toBe(true)
})

test('names that an access rule could read as something else can have no certificate', () => {
  for (const name of ['alice', 'A_b-c$1', 'x'.repeat(63)]) {
    expect(canHaveCertificate(name)).toBe(true)
  }
  for (const name of ['', '/re', '+group', '"a', 'a b', 'a\nb', '1a', 'é', 'x'.repeat(64)]) {
    expect(canHaveCertificate(name)).toBe(false)
  }
})
