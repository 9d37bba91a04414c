import ipaddr from 'ipaddr.js'

/** A range of addresses in its one spelling, or the sentence why it is none. */
export type ParsedCidr =
  { ok: true; cidr: string; family: 'ipv4' | 'ipv6'; bits: number } | { ok: false; reason: string }

const refuse = (reason: string): ParsedCidr => ({ ok: false, reason })

/**
 * Reads an address or a CIDR range as people type them. An address alone is a range of one. The
 * reasons name what was probably meant: the network when bits of the host are set, the IPv4 form
 * of an address that is mapped into IPv6. IPv6 is spelled as RFC 5952 says.
 */
export function parseCidr(text: string): ParsedCidr {
  const trimmed = text.trim()
  if (trimmed === '') {
    return refuse('Enter an address or a range, for example 203.0.113.7 or 10.0.0.0/8.')
  }
  const [address = '', prefix, ...rest] = trimmed.split('/')
  if (rest.length > 0) return refuse(unreadable(trimmed))
  if (address.includes('%')) return refuse('Leave out the zone after the %.')
  if (/^[0-9.]+$/.test(address)) return parseIpv4(trimmed, address, prefix)
  if (!/^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(address) || !ipaddr.IPv6.isValid(address)) {
    return refuse(unreadable(trimmed))
  }
  return parseIpv6(ipaddr.IPv6.parse(address), prefix)
}

function unreadable(text: string): string {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text
  if (/^(\*|any|all|everyone)$/i.test(text)) return 'For everyone use 0.0.0.0/0 (and ::/0).'
  if (/^[0-9.]+\s*-\s*[0-9.]+$/.test(text)) {
    return `Write ${shown} as CIDR ranges, for example 10.0.0.0/24.`
  }
  return `${shown} is not an IP address or CIDR range.`
}

/** The number after the slash; null when it is none within the family. */
function bitsOf(prefix: string | undefined, most: number): number | null {
  if (prefix === undefined) return most
  if (!/^(0|[1-9]\d{0,2})$/.test(prefix)) return null
  const bits = Number(prefix)
  return bits <= most ? bits : null
}

function parseIpv4(text: string, address: string, prefix: string | undefined): ParsedCidr {
  const parts = address.split('.')
  if (parts.length !== 4 || parts.some((part) => part === '' || Number(part) > 255)) {
    return refuse(unreadable(text))
  }
  if (parts.some((part) => !/^(0|[1-9]\d{0,2})$/.test(part))) {
    return refuse(`Leave out leading zeros: ${parts.map(Number).join('.')}.`)
  }
  const bits = bitsOf(prefix, 32)
  if (bits === null) return refuse('An IPv4 range ends in a number from 0 to 32.')
  return checked(ipaddr.IPv4.parse(address), bits, 'ipv4')
}

function parseIpv6(address: ipaddr.IPv6, prefix: string | undefined): ParsedCidr {
  const bits = bitsOf(prefix, 128)
  if (bits === null) return refuse('An IPv6 range ends in a number from 0 to 128.')
  if (address.isIPv4MappedAddress() && bits >= 96) {
    const network = networkOf(address.toIPv4Address(), bits - 96)
    return refuse(`Write an IPv4 address inside IPv6 as IPv4: ${network}/${String(bits - 96)}.`)
  }
  return checked(address, bits, 'ipv6')
}

function checked(
  address: ipaddr.IPv4 | ipaddr.IPv6,
  bits: number,
  family: 'ipv4' | 'ipv6',
): ParsedCidr {
  const network = networkOf(address, bits)
  const written = address.toString()
  if (network !== written) {
    return refuse(
      `${written} is one address inside a range of ${String(bits)} bits. ` +
        `Did you mean ${network}/${String(bits)}, or only ${written}?`,
    )
  }
  return { ok: true, cidr: `${network}/${String(bits)}`, family, bits }
}

/** The first address of the range. */
function networkOf(address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): string {
  const bytes = address.toByteArray().map((byte, index) => {
    const kept = Math.min(8, Math.max(0, bits - index * 8))
    return byte & (0xff00 >> kept) & 0xff
  })
  return ipaddr.fromByteArray(bytes).toString()
}

/** True when the range holds every address of its family. */
export function isEveryone(cidr: string): boolean {
  return cidr === '0.0.0.0/0' || cidr === '::/0'
}

/** True when the address lies in the range; false for what is no address. */
export function holds(cidr: string, address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  const range = ipaddr.parseCIDR(cidr)
  return parsed.kind() === range[0].kind() && parsed.match(range)
}

/** The address as a range of its own, IPv4 also where it comes mapped; null for none. */
export function cidrOfAddress(address: string | null): string | null {
  if (address === null || !ipaddr.isValid(address) || address.includes('%')) return null
  const parsed = ipaddr.process(address)
  return `${parsed.toString()}/${parsed.kind() === 'ipv4' ? '32' : '128'}`
}

/** Networks that the internet does not reach, this machine's own among them. */
export const privateRanges = [
  { cidr: '10.0.0.0/8', description: 'Private network' },
  { cidr: '172.16.0.0/12', description: 'Private network' },
  { cidr: '192.168.0.0/16', description: 'Private network' },
  { cidr: 'fd00::/8', description: 'Private network' },
  { cidr: '127.0.0.0/8', description: 'This machine' },
  { cidr: '::1/128', description: 'This machine' },
] as const

/** True when the internet does not reach the address; it may then be a proxy's. */
export function isPrivateAddress(address: string): boolean {
  return privateRanges.some(({ cidr }) => holds(cidr, address))
}
