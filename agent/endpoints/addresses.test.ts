import { expect, test } from 'vitest'
import { matcherOf, normaliseCidr, rulesFor } from '@/agent/endpoints/addresses.ts'

test('rules are normalised: host bits cleared, single addresses and mapped IPv4 made plain', () => {
  expect(normaliseCidr('10.1.2.3/8')).toBe('10.0.0.0/8')
  expect(normaliseCidr('10.1.2.3')).toBe('10.1.2.3/32')
  expect(normaliseCidr('192.168.77.255/25')).toBe('192.168.77.128/25')
  expect(normaliseCidr('1.2.3.4/0')).toBe('0.0.0.0/0')
  expect(normaliseCidr('2001:DB8:0::1/33')).toBe('2001:db8::/33')
  expect(normaliseCidr('::1')).toBe('::1/128')
  expect(normaliseCidr('::ffff:10.1.2.3/104')).toBe('10.0.0.0/8')
})

test('anything else is refused with the rule in the message', () => {
  const wrong = ['', 'localhost', '10.0.0.1/33', '10.1/16', '::/129', '1.2.3.4/', '1.2.3.4/8/8']
  for (const rule of [...wrong, '1.2.3.4/-1', '1.2.3.4/1e1', '012.1.1.1/8', 'fe80::1%lo/64']) {
    expect(() => normaliseCidr(rule)).toThrow(
      expect.objectContaining({ code: 'invalid_address', message: expect.stringContaining(rule) }),
    )
  }
})

test('an IPv4 listener never gets IPv6 rules, so that ::/0 cannot admit IPv4 clients', () => {
  const rules = ['10.0.0.7/8', '::/0', '10.0.0.0/8', '2001:db8::/32']
  expect(rulesFor('127.0.0.1', rules)).toEqual(['10.0.0.0/8'])
  expect(rulesFor('::1', rules)).toEqual(['2001:db8::/32', '::/0'])
})

test('the matcher tells addresses inside from addresses outside', () => {
  const matches = matcherOf(['10.0.0.0/8', '2001:db8::/32'])
  expect(matches('10.255.0.1')).toBe(true)
  expect(matches('11.0.0.1')).toBe(false)
  expect(matches('2001:db8::9')).toBe(true)
  expect(matches('2001:db9::9')).toBe(false)
  expect(matches('nonsense')).toBe(false)
  expect(matcherOf([])('127.0.0.1')).toBe(false)
})
