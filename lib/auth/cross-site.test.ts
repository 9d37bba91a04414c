import { describe, expect, test } from 'vitest'
import { isCrossSite } from './cross-site.ts'

const host = { host: 'db.example.org:3000' }
const own = { ...host, origin: 'http://db.example.org:3000', 'sec-fetch-site': 'same-origin' }

function refused(method: string, path: string, headers: Record<string, string>): boolean {
  return isCrossSite(method, path, new Headers(headers))
}

describe.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s', (method) => {
  test('from the console itself is let through, also without a browser', () => {
    expect(refused(method, '/instances', own)).toBe(false)
    expect(refused(method, '/instances', host)).toBe(false)
    expect(refused(method, '/instances', { ...host, 'sec-fetch-site': 'none' })).toBe(false)
  })

  test.each<Record<string, string>>([
    { origin: 'https://evil.example' },
    { origin: 'http://db.example.org:3001' },
    { origin: 'http://db.example.org' },
    { origin: 'http://db.example.org:3000.evil.example' },
    { origin: 'null' },
    { origin: '' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { ...own, 'sec-fetch-site': 'cross-site' },
  ])('from elsewhere is refused: %j', (headers) => {
    expect(refused(method, '/instances', { ...host, ...headers })).toBe(true)
  })
})

test('behind a reverse proxy the public host counts', () => {
  const headers = { host: '127.0.0.1:3000', 'x-forwarded-host': 'db.example.org' }
  expect(refused('POST', '/', { ...headers, origin: 'https://db.example.org' })).toBe(false)
  expect(refused('POST', '/', { ...headers, origin: 'https://127.0.0.1:3000' })).toBe(true)
})

test('polling routes are read by the console only, pages and the way back from a provider by links', () => {
  const elsewhere = { ...host, 'sec-fetch-site': 'cross-site' }
  expect(refused('GET', '/data/instances', elsewhere)).toBe(true)
  expect(refused('GET', '/data/instances', own)).toBe(false)
  expect(refused('GET', '/instances', elsewhere)).toBe(false)
  expect(refused('GET', '/api/auth/callback/oidc', elsewhere)).toBe(false)
})
