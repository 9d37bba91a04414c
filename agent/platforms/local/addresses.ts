import { isIP, isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { Environment } from '@/lib/env/env.ts'

/**
 * The address that endpoints listen on: loopback as long as clients are told a loopback address,
 * the public address itself when the machine has it, else every address (behind a translation).
 */
export function endpointBindHost(environment: Environment): string {
  const host = environment.publicHost
  if (host === '::1') return host
  if (host === 'localhost' || host.startsWith('127.')) return '127.0.0.1'
  const own = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .map(({ address }) => address)
  if (isIP(host) !== 0 && own.includes(host)) return host
  return isIPv6(host) ? '::' : '0.0.0.0'
}

/** Where a client on this machine reaches a listener. */
export function reachableHost(bindHost: string): string {
  if (bindHost === '0.0.0.0') return '127.0.0.1'
  return bindHost === '::' ? '::1' : bindHost
}

/** Names and addresses that an instance's server certificate is valid for. */
export function certificateNames(
  environment: Environment,
  instanceId: string,
): { dnsNames: string[]; ipAddresses: string[] } {
  const { publicHost, region } = environment
  const isAddress = isIP(publicHost) !== 0
  const dnsNames = ['localhost', `rw-${instanceId}.rdb.${region}.holdfast.internal`]
  const ipAddresses = ['127.0.0.1', '::1']
  if (isAddress) {
    if (!ipAddresses.includes(publicHost)) ipAddresses.push(publicHost)
  } else if (!dnsNames.includes(publicHost)) dnsNames.push(publicHost)
  return { dnsNames, ipAddresses }
}
