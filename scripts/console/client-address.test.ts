import { expect, test } from 'vitest'
import { clientAddress, parseTrustedProxies } from './client-address.mjs'

const proxies = parseTrustedProxies('127.0.0.1, 10.0.0.0/8,2001:db8::/32')

test('without trusted proxies nobody is believed: the socket says who it is', () => {
  expect(clientAddress('127.0.0.1', '192.0.2.1', [])).toBe('127.0.0.1')
  expect(clientAddress('192.0.2.1', '127.0.0.1', proxies)).toBe('192.0.2.1')
  expect(clientAddress('::ffff:192.0.2.1', undefined, [])).toBe('192.0.2.1')
})

test('behind a trusted proxy the client is the last hop that is not trusted', () => {
  expect(clientAddress('127.0.0.1', '192.0.2.1', proxies)).toBe('192.0.2.1')
  expect(clientAddress('::ffff:127.0.0.1', '192.0.2.1, 10.1.2.3', proxies)).toBe('192.0.2.1')
  expect(clientAddress('2001:db8::1', '2001:db9::7', proxies)).toBe('2001:db9::7')
})

test('what a client wrote into the header itself is not believed', () => {
  expect(clientAddress('127.0.0.1', '198.51.100.1, 192.0.2.1', proxies)).toBe('192.0.2.1')
  expect(clientAddress('127.0.0.1', '10.9.9.9, 192.0.2.1', proxies)).toBe('192.0.2.1')
})

test('a header that is missing, empty or nonsense leads to the last hop that is known', () => {
  for (const header of [undefined, '', 'x', '192.0.2.1, unknown', '1', '0x7f000001']) {
    expect(clientAddress('127.0.0.1', header, proxies)).toBe('127.0.0.1')
  }
  expect(clientAddress('127.0.0.1', '10.0.0.5', proxies)).toBe('10.0.0.5')
  expect(clientAddress(undefined, '192.0.2.1', proxies)).toBe('')
})
