import { describe, expect, test } from 'vitest'
import { cidrOfAddress, holds, isEveryone, isPrivateAddress, parseCidr } from './cidr.ts'
import { allowedIpRulesSchema, createAllowedIpsSchema } from './schema.ts'

function reason(text: string): string {
  const parsed = parseCidr(text)
  return parsed.ok ? `accepted as ${parsed.cidr}` : parsed.reason
}

test.each([
  ['203.0.113.7', '203.0.113.7/32'],
  [' 10.0.0.0/8 ', '10.0.0.0/8'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['255.255.255.255/32', '255.255.255.255/32'],
  ['::/0', '::/0'],
  ['::1', '::1/128'],
  ['2001:DB8:0:0::/32', '2001:db8::/32'],
  ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1/128'],
  ['fd00::/8', 'fd00::/8'],
  ['64:ff9b::1.2.3.4', '64:ff9b::102:304/128'],
])('%s is accepted in its one spelling', (text, cidr) => {
  expect(parseCidr(text)).toMatchObject({ ok: true, cidr })
})

test('host bits are refused with the network that was probably meant', () => {
  expect(reason('10.1.2.3/8')).toBe(
    '10.1.2.3 is one address inside a range of 8 bits. Did you mean 10.0.0.0/8, or only 10.1.2.3?',
  )
  expect(reason('192.168.77.255/25')).toContain('Did you mean 192.168.77.128/25')
  expect(reason('0.0.0.1/0')).toContain('Did you mean 0.0.0.0/0')
  expect(reason('2001:db8::1/32')).toContain('Did you mean 2001:db8::/32, or only 2001:db8::1?')
})

test('IPv4 inside IPv6 is refused with the IPv4 form to use', () => {
  expect(reason('::ffff:10.1.2.3')).toBe('Write an IPv4 address inside IPv6 as IPv4: 10.1.2.3/32.')
  expect(reason('::ffff:a01:203')).toContain('10.1.2.3/32.')
  expect(reason('::ffff:10.1.2.3/104')).toContain('10.0.0.0/8.')
})

test.each([
  ['', 'Enter an address or a range, for example 203.0.113.7 or 10.0.0.0/8.'],
  ['localhost', 'localhost is not an IP address or CIDR range.'],
  ['10.0.0', '10.0.0 is not an IP address or CIDR range.'],
  ['10.0.0.256', '10.0.0.256 is not an IP address or CIDR range.'],
  ['1.2.3.4/8/8', '1.2.3.4/8/8 is not an IP address or CIDR range.'],
  ['12345', '12345 is not an IP address or CIDR range.'],
  ['0x7f.0.0.1', '0x7f.0.0.1 is not an IP address or CIDR range.'],
  ['2001:db8:::1', '2001:db8:::1 is not an IP address or CIDR range.'],
  ["1.2.3.4'; DROP", "1.2.3.4'; DROP is not an IP address or CIDR range."],
  ['１.２.３.４', '１.２.３.４ is not an IP address or CIDR range.'],
  ['10.0.0.0/33', 'An IPv4 range ends in a number from 0 to 32.'],
  ['10.0.0.0/', 'An IPv4 range ends in a number from 0 to 32.'],
  ['10.0.0.0/-1', 'An IPv4 range ends in a number from 0 to 32.'],
  ['10.0.0.0/08', 'An IPv4 range ends in a number from 0 to 32.'],
  ['10.0.0.0/255.0.0.0', 'An IPv4 range ends in a number from 0 to 32.'],
  ['::/129', 'An IPv6 range ends in a number from 0 to 128.'],
  ['010.0.0.1', 'Leave out leading zeros: 10.0.0.1.'],
  ['fe80::1%eth0', 'Leave out the zone after the %.'],
  ['*', 'For everyone use 0.0.0.0/0 (and ::/0).'],
  ['10.0.0.1-10.0.0.9', 'Write 10.0.0.1-10.0.0.9 as CIDR ranges, for example 10.0.0.0/24.'],
])('"%s" is refused: %s', (text, message) => {
  expect(reason(text)).toBe(message)
})

test('a long text is shown shortened', () => {
  expect(reason('x'.repeat(500)).length).toBeLessThan(120)
})

describe('lists of rules', () => {
  const rules = (...cidrs: string[]) =>
    allowedIpRulesSchema.safeParse(cidrs.map((cidr) => ({ cidr })))

  test('the same range in another spelling is refused where it is repeated', () => {
    const { error } = rules('2001:db8::1', '10.0.0.1', '2001:DB8:0::1/128', '10.0.0.1/32')
    expect(error?.issues.map(({ path, message }) => [path.join('.'), message])).toEqual([
      ['2.cidr', '2001:db8::1/128 is there twice.'],
      ['3.cidr', '10.0.0.1/32 is there twice.'],
    ])
  })

  test('every bad rule is named by its place', () => {
    const { error } = rules('10.0.0.0/8', 'x', '10.1.1.1/8')
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['1.cidr', '2.cidr'])
  })

  test('a rule without a description is called like in the model', () => {
    expect(
      allowedIpRulesSchema.parse([{ cidr: '::1', description: '  ' }, { cidr: '::2' }]),
    ).toEqual([
      { cidr: '::1/128', description: 'IP allowed' },
      { cidr: '::2/128', description: 'IP allowed' },
    ])
  })

  test('descriptions are one printable line of at most 200 characters', () => {
    const described = (description: string) =>
      allowedIpRulesSchema.safeParse([{ cidr: '::1', description }]).error?.issues[0]?.message
    expect(described('Büro in Köln, 2. Stock')).toBeUndefined()
    expect(described('x'.repeat(201))).toBe('A description has at most 200 characters.')
    expect(described('a\nb')).toBe('Use printable characters only.')
    expect(described('a\0b')).toBe('Use printable characters only.')
  })

  test('adding nothing is refused', () => {
    const input = { instanceId: '0d9d65ad-3c0f-4a2f-8f0a-2d4f8d7f3a11', rules: [] }
    expect(createAllowedIpsSchema.safeParse(input).error?.issues[0]?.message).toBe(
      'Enter at least one address or range.',
    )
  })
})

test('an address lies in ranges of its own family only, mapped IPv4 is IPv4', () => {
  expect(holds('10.0.0.0/8', '10.255.0.1')).toBe(true)
  expect(holds('10.0.0.0/8', '::ffff:10.255.0.1')).toBe(true)
  expect(holds('10.0.0.0/8', '11.0.0.1')).toBe(false)
  expect(holds('::/0', '10.0.0.1')).toBe(false)
  expect(holds('2001:db8::/32', '2001:db8::9')).toBe(true)
  expect(holds('10.0.0.0/8', 'nonsense')).toBe(false)
})

test('my own address becomes a range of one; what is no address becomes none', () => {
  expect(cidrOfAddress('203.0.113.7')).toBe('203.0.113.7/32')
  expect(cidrOfAddress('::ffff:203.0.113.7')).toBe('203.0.113.7/32')
  expect(cidrOfAddress('2001:DB8::1')).toBe('2001:db8::1/128')
  expect(cidrOfAddress('unix:')).toBeNull()
  expect(cidrOfAddress(null)).toBeNull()
})

test('addresses that may be a proxy or tunnel are told from those of the internet', () => {
  for (const address of ['127.0.0.1', '::1', '10.1.1.1', '172.31.0.1', '192.168.1.1', 'fd12::1']) {
    expect(isPrivateAddress(address)).toBe(true)
  }
  for (const address of ['203.0.113.7', '172.32.0.1', '2001:db8::1', 'nonsense']) {
    expect(isPrivateAddress(address)).toBe(false)
  }
  expect(['0.0.0.0/0', '::/0', '0.0.0.0/1'].map(isEveryone)).toEqual([true, true, false])
})
