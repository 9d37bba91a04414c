import ipaddr from 'ipaddr.js'
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os'
import { now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'
import { newId } from '@/lib/ids/ids.ts'

/** Seen is written this often; who asks counts a network as gone after a minute. */
const seenEveryMs = 20_000
/** A network without endpoints that has been gone for so long is forgotten. */
const forgottenAfterMs = 24 * 3_600_000

export interface SeenNetwork {
  cidr: string
  interfaceName: string
  addresses: string[]
}

/**
 * The networks of the machine's interfaces, each once, with the machine's own addresses in it.
 * Addresses that only mean something together with an interface (link-local) are left out.
 */
export function networksOf(
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>,
): SeenNetwork[] {
  const networks = new Map<string, SeenNetwork>()
  for (const [interfaceName, infos] of Object.entries(interfaces)) {
    for (const { cidr: text } of infos ?? []) {
      if (text === null) continue
      const [address, bits] = ipaddr.parseCIDR(text)
      if (address.range() === 'linkLocal') continue
      const network =
        address.kind() === 'ipv4'
          ? ipaddr.IPv4.networkAddressFromCIDR(text)
          : ipaddr.IPv6.networkAddressFromCIDR(text)
      const cidr = `${network.toString()}/${String(bits)}`
      const seen = networks.get(cidr) ?? { cidr, interfaceName, addresses: [] }
      if (!seen.addresses.includes(address.toString())) seen.addresses.push(address.toString())
      networks.set(cidr, seen)
    }
  }
  return [...networks.values()]
}

/** Reports the networks that this machine is in; the same network keeps its id. */
export async function reportNetworks(): Promise<void> {
  const at = now()
  const known = new Map((await db().privateNetwork.findMany()).map((row) => [row.cidr, row]))
  for (const { cidr, interfaceName, addresses } of networksOf(networkInterfaces())) {
    const row = known.get(cidr)
    const isSame = row?.interfaceName === interfaceName && row.addresses.join() === addresses.join()
    if (isSame && at.getTime() - row.lastSeenAt.getTime() < seenEveryMs) continue
    await db().privateNetwork.upsert({
      where: { cidr },
      create: { id: newId(), cidr, interfaceName, addresses, lastSeenAt: at },
      update: { interfaceName, addresses, lastSeenAt: at },
    })
  }
  await db().privateNetwork.deleteMany({
    where: {
      lastSeenAt: { lt: new Date(at.getTime() - forgottenAfterMs) },
      endpoints: { none: {} },
    },
  })
}
