import ipaddr from 'ipaddr.js'
import { BlockList, isIP, isIPv4 } from 'node:net'
import { EndpointError } from '@/agent/endpoints/errors.ts'

export type AddressFamily = 'ipv4' | 'ipv6'

/** The family of clients that can reach a listener on this address (IPv6 listeners take no IPv4). */
export function familyOf(bindHost: string): AddressFamily {
  return isIPv4(bindHost) ? 'ipv4' : 'ipv6'
}

function parse(rule: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const [address = '', prefix, ...rest] = rule.split('/')
  const maximum = isIPv4(address) ? 32 : 128
  const bits = prefix === undefined ? maximum : Number(prefix)
  const isPrefix = prefix === undefined || /^\d{1,3}$/.test(prefix)
  if (isIP(address) === 0 || address.includes('%') || !isPrefix || bits > maximum || rest.length) {
    throw new EndpointError('invalid_address', `Not an IP address or CIDR range: ${rule}`)
  }
  const parsed = ipaddr.parse(address)
  const isMapped = parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress() && bits >= 96
  return isMapped ? [parsed.toIPv4Address(), bits - 96] : [parsed, bits]
}

/**
 * The rule as `address/bits` with the bits outside the range cleared; an address alone means itself.
 * IPv4 written inside IPv6 becomes IPv4. Throws EndpointError `invalid_address`.
 */
export function normaliseCidr(rule: string): string {
  const [address, bits] = parse(rule)
  const bytes = address.toByteArray()
  const masked = bytes.map((byte, index) => {
    const kept = Math.min(8, Math.max(0, bits - index * 8))
    return byte & (0xff00 >> kept) & 0xff
  })
  return `${ipaddr.fromByteArray(masked).toString()}/${bits}`
}

/**
 * The rules that matter to a listener: normalised, without repetitions, of its own family only,
 * because HAProxy would look IPv4 clients up in IPv6 ranges too and `::/0` would admit them all.
 */
export function rulesFor(bindHost: string, rules: readonly string[]): string[] {
  const family = familyOf(bindHost)
  const normalised = rules.map(normaliseCidr).filter((rule) => {
    return familyOf(rule.slice(0, rule.indexOf('/'))) === family
  })
  return [...new Set(normalised)].sort()
}

/** Tells whether an address lies in one of the normalised rules; unreadable addresses do not. */
export function matcherOf(rules: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const rule of rules) {
    const [address = '', bits] = rule.split('/')
    list.addSubnet(address, Number(bits), familyOf(address))
  }
  return (address) => isIP(address) !== 0 && list.check(address, familyOf(address))
}
