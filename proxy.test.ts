import { NextRequest } from 'next/server'
import { expect, test } from 'vitest'
import { config, proxy } from './proxy.ts'

const answerTo = (path: string, headers: Record<string, string> = {}) =>
  proxy(new NextRequest(`http://console.test${path}`, { headers }))

const isMatched = (path: string): boolean =>
  config.matcher.some((pattern) => new RegExp(`^${pattern}$`).test(path))

test('pages, their data and sign-in itself pass through; the API, health and files do not', () => {
  for (const path of ['/', '/sign-in', '/data/instances', '/api/auth/csrf', '/iam/members']) {
    expect(isMatched(path), path).toBe(true)
  }
  for (const path of [
    '/api/health',
    '/rdb/v1/regions',
    '/iam/v1alpha1/users',
    '/_next/static/x',
    '/icon.svg',
  ]) {
    expect(isMatched(path), path).toBe(false)
  }
})

test('routes of sign-in have the security headers and are not sent to the sign-in page', () => {
  const answer = answerTo('/api/auth/csrf')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('x-frame-options')).toBe('DENY')
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
})

test('a page without a session leads to sign-in and back', () => {
  const answer = answerTo('/instances?status=error')
  expect(answer.status).toBe(307)
  expect(answer.headers.get('location')).toBe(
    'http://console.test/sign-in?next=%2Finstances%3Fstatus%3Derror',
  )
})

test('the link of an invitation opens without a session, and a page of IAM does not', () => {
  expect(answerTo('/invitation/a-token').status).toBe(200)
  expect(answerTo('/iam/members').status).toBe(307)
})

test('HTTPS is demanded from then on only of those who came by HTTPS', () => {
  const header = 'strict-transport-security'
  expect(answerTo('/sign-in').headers.get(header)).toBeNull()
  expect(answerTo('/sign-in', { 'x-forwarded-proto': 'http' }).headers.get(header)).toBeNull()
  for (const path of ['/sign-in', '/instances', '/api/auth/csrf']) {
    const { headers } = answerTo(path, { 'x-forwarded-proto': 'https' })
    expect(headers.get(header), path).toBe('max-age=31536000')
  }
})
