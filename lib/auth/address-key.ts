import ipaddr from 'ipaddr.js'

/**
 * What an address is counted under: IPv4 as it is, IPv6 by its /64, of which one visitor has them
 * all. Anything else as it is, cut to a bounded length.
 */
export function addressKey(address: string): string {
  if (!ipaddr.isValid(address)) return address.slice(0, 64)
  const parsed = ipaddr.process(address)
  if (parsed instanceof ipaddr.IPv4) return parsed.toString()
  const network = parsed.parts.slice(0, 4).map((part) => part.toString(16))
  return `${network.join(':')}::/64`
}
