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
})
