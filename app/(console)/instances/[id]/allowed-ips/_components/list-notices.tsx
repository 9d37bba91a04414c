import { Notice } from '@/components/feedback/notice.tsx'
import { holds, isEveryone, isPrivateAddress } from '@/lib/allowed-ips/cidr.ts'
import type { AllowedIpListDto } from '@/lib/allowed-ips/schema.ts'

/** What somebody should know of the list as it is. */
export function ListNotices({ list }: { list: AllowedIpListDto }) {
  const { rules, families, ownCidr } = list
  const open = rules.find(({ cidr }) => isEveryone(cidr))
  if (families.length === 0) {
    return (
      <Notice title="No public endpoint">
        These rules have nothing to filter: the instance has no public endpoint. Private endpoints
        have no list.
      </Notice>
    )
  }
  if (open) {
    return (
      <Notice tone="warning" title="Open to everyone">
        {open.cidr} allows every address: whoever reaches this machine may try passwords. Add the
        ranges of your clients, then remove it.
      </Notice>
    )
  }
  const [own = ''] = ownCidr?.split('/') ?? []
  if (own === '' || rules.length === 0 || rules.some(({ cidr }) => holds(cidr, own))) return null
  return (
    <Notice title="Your own address is not allowed">
      The console sees you at {own}.{' '}
      {isPrivateAddress(own)
        ? 'That may be a proxy or a tunnel on the way; clients can have other addresses.'
        : 'Add it to connect from where you are.'}
    </Notice>
  )
}
