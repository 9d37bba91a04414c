import { describe, expect, test } from 'vitest'
import { parseEnvironment } from './env.ts'

describe('environment', () => {
  test('everything has a default and an empty value counts as absent', () => {
    const parsed = parseEnvironment({ HOLDFAST_PORT: '', HOLDFAST_REGION: '' }, '/srv/holdfast')
    expect(parsed).toMatchObject({
      dataDir: '/srv/holdfast/.holdfast',
      consoleHost: '127.0.0.1',
      consolePort: 3000,
      publicHost: '127.0.0.1',
      endpointPorts: { first: 20000, last: 20999 },
      region: 'lo-cal',
      stop: 'engines',
      enginePaths: [],
    })
  })

  test('every bad value is named at once, with its rule', () => {
    const parse = () =>
      parseEnvironment(
        { HOLDFAST_PORT: '99999', HOLDFAST_ENDPOINT_PORTS: '9-5', HOLDFAST_REGION: 'Paris' },
        '/',
      )
    expect(parse).toThrow(/HOLDFAST_PORT[\s\S]*HOLDFAST_ENDPOINT_PORTS[\s\S]*HOLDFAST_REGION/)
  })

  test('a bad password is refused without being repeated', () => {
    const parse = () =>
      parseEnvironment({ HOLDFAST_OWNER_PASSWORD: 'short-secret'.slice(0, 6) }, '/')
    expect(parse).toThrow(/HOLDFAST_OWNER_PASSWORD: must have at least 12/)
    expect(parse).not.toThrow(/short-/)
  })

  test.each(['127.0.0.1', '::1', 'db.example.com'])('%s is a host', (host) => {
    expect(parseEnvironment({ HOLDFAST_PUBLIC_HOST: host }, '/').publicHost).toBe(host)
  })

  test.each(['a b', 'http://x', '-x', 'x;y'])('%s is no host', (host) => {
    expect(() => parseEnvironment({ HOLDFAST_PUBLIC_HOST: host }, '/')).toThrow()
  })

  test.each(['', '127.0.0.1', '127.0.0.1, 10.0.0.0/8', '::1,2001:db8::/32'])(
    'proxies may be trusted as %j',
    (list) => {
      expect(() => parseEnvironment({ HOLDFAST_TRUSTED_PROXIES: list }, '/')).not.toThrow()
    },
  )

  test.each([
    'proxy',
    '10.0.0.0/33',
    '10.0.0.0/8/8',
    '10.0.0.0/',
    '::1/129',
    '10.1',
    '*',
    '::1%lo',
  ])('proxies cannot be trusted as %j', (list) => {
    expect(() => parseEnvironment({ HOLDFAST_TRUSTED_PROXIES: list }, '/')).toThrow(
      /HOLDFAST_TRUSTED_PROXIES/,
    )
  })

  test('sessions last 12 hours without a request and 7 days at most, unless told otherwise', () => {
    expect(parseEnvironment({}, '/')).toMatchObject({
      sessionIdleMs: 12 * 3_600_000,
      sessionMaxMs: 7 * 86_400_000,
    })
    const short = { HOLDFAST_SESSION_IDLE_HOURS: '0.5', HOLDFAST_SESSION_MAX_DAYS: '1' }
    expect(parseEnvironment(short, '/')).toMatchObject({
      sessionIdleMs: 1_800_000,
      sessionMaxMs: 86_400_000,
    })
    expect(() => parseEnvironment({ HOLDFAST_SESSION_IDLE_HOURS: '0' }, '/')).toThrow(/IDLE_HOURS/)
  })
})

describe('OpenID Connect', () => {
  const whole = {
    HOLDFAST_OIDC_ISSUER: 'https://id.example.org/realm',
    HOLDFAST_OIDC_CLIENT_ID: 'holdfast',
    HOLDFAST_OIDC_CLIENT_SECRET: 'confidential',
  }

  test('is off by default and takes an issuer with a client', () => {
    expect(parseEnvironment({}, '/').oidc).toBeNull()
    const domains = { HOLDFAST_OIDC_ALLOWED_DOMAINS: 'Example.org, example.com' }
    expect(parseEnvironment({ ...whole, ...domains }, '/').oidc).toEqual({
      issuer: 'https://id.example.org/realm',
      clientId: 'holdfast',
      clientSecret: 'confidential',
      name: 'single sign-on',
      groupsClaim: 'groups',
      allowedDomains: ['example.org', 'example.com'],
      autoCreate: false,
    })
  })

  test('is refused in parts, naming what is absent and no secret', () => {
    const { HOLDFAST_OIDC_CLIENT_ID: _id, ...partly } = whole
    const parse = () => parseEnvironment(partly, '/')
    expect(parse).toThrow(/HOLDFAST_OIDC_CLIENT_ID: is needed/)
    expect(parse).not.toThrow(/confidential/)
  })

  test.each(['http://id.example.org', 'ftp://id.example.org', 'id', 'https://id.example.org?a=b'])(
    'does not trust %s',
    (issuer) => {
      const parse = () => parseEnvironment({ ...whole, HOLDFAST_OIDC_ISSUER: issuer }, '/')
      expect(parse).toThrow(/HOLDFAST_OIDC_ISSUER/)
    },
  )

  test('may be tried without TLS on this machine only', () => {
    const issuer = 'http://127.0.0.1:4000'
    expect(parseEnvironment({ ...whole, HOLDFAST_OIDC_ISSUER: issuer }, '/').oidc?.issuer).toBe(
      issuer,
    )
  })

  test.each(['@example.org', 'example', '*.example.org', 'a b'])('%j is no domain', (text) => {
    const parse = () => parseEnvironment({ ...whole, HOLDFAST_OIDC_ALLOWED_DOMAINS: text }, '/')
    expect(parse).toThrow(/ALLOWED_DOMAINS/)
  })
})
