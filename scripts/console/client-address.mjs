// Who is really calling, when proxies of the operator's may stand in front of the console.
import ipaddr from 'ipaddr.js'

/** @typedef {ReturnType<typeof ipaddr.parseCIDR>} Network */

/**
 * An address without notation of IPv4 within IPv6; null for anything that is none.
 *
 * @param {string} text
 */
function parseAddress(text) {
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)
  return isAddress ? ipaddr.process(text) : null
}

/**
 * The networks that the setting names: addresses or CIDRs, separated by commas. Throws for others.
 *
 * @param {string} text
 * @returns {Network[]}
 */
export function parseTrustedProxies(text) {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => {
      if (entry.includes('/')) return ipaddr.parseCIDR(entry)
      const address = ipaddr.process(entry)
      return [address, address.kind() === 'ipv4' ? 32 : 128]
    })
}

/**
 * The client's address. Only a trusted peer's `X-Forwarded-For` counts, read from the right: every
 * proxy appends whom it saw, so the first hop that is not trusted is the client, and what stands
 * left of it is the client's own claim. A hop that is no address ends the search at the one before.
 *
 * @param {string | undefined} peer the socket's address
 * @param {string | undefined} forwardedFor
 * @param {readonly Network[]} trusted
 * @returns {string}
 */
export function clientAddress(peer, forwardedFor, trusted) {
  let client = parseAddress(peer ?? '')
  if (client === null) return peer ?? ''
  const hops = (forwardedFor ?? '').split(',').map((hop) => parseAddress(hop.trim()))
  while (isTrusted(client, trusted)) {
    const hop = hops.pop() ?? null
    if (hop === null) break
    client = hop
  }
  return client.toString()
}

/**
 * @param {ipaddr.IPv4 | ipaddr.IPv6} address
 * @param {readonly Network[]} trusted
 */
function isTrusted(address, trusted) {
  return trusted.some(
    ([network, bits]) => network.kind() === address.kind() && address.match(network, bits),
  )
}
