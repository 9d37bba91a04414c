import { expect, test } from 'vitest'
import { addressKey } from './address-key.ts'

test('addresses of one IPv6 network count as one visitor, those of others do not', () => {
  const key = addressKey('2001:db8:1:2::1')
  expect(addressKey('2001:db8:1:2:ffff:ffff:ffff:ffff')).toBe(key)
  expect(addressKey('2001:db8:1:3::1')).not.toBe(key)
})

test('IPv4 counts by address in either notation, and nonsense stays bounded', () => {
  expect(addressKey('192.0.2.7')).toBe('192.0.2.7')
  expect(addressKey('::ffff:192.0.2.7')).toBe('192.0.2.7')
  expect(addressKey('unknown')).toBe('unknown')
  expect(addressKey('x'.repeat(1000))).toHaveLength(64)
})
