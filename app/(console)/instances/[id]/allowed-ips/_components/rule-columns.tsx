import type { Column } from '@/components/table/columns.ts'
import type { Sort } from '@/components/table/sort.ts'
import { RelativeTime } from '@/components/time/relative-time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { isEveryone } from '@/lib/allowed-ips/cidr.ts'
import type { AllowedIpDto, AllowedIpListDto } from '@/lib/allowed-ips/schema.ts'
import { missing } from '@/lib/format/bytes.ts'
import { RuleMenu, type RuleContext } from './rule-menu.tsx'

function Range({ rule, families }: { rule: AllowedIpDto; families: AllowedIpListDto['families'] }) {
  const family = rule.cidr.includes(':') ? 'ipv6' : 'ipv4'
  const isIdle = families.length > 0 && !families.includes(family)
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <span className="inline-flex items-center gap-1">
        <span className="font-mono text-sm break-all">{rule.cidr}</span>
        <CopyButton text={rule.cidr} label={`Copy ${rule.cidr}`} />
      </span>
      {isEveryone(rule.cidr) && <Badge tone="warning">Everyone</Badge>}
      {isIdle && (
        <Badge title="The public endpoint does not listen on addresses of this family.">
          No {family === 'ipv6' ? 'IPv6' : 'IPv4'} endpoint
        </Badge>
      )}
      <span className="block w-full text-sm break-words text-muted sm:hidden">
        {rule.description}
      </span>
    </span>
  )
}

/** The columns of the list; a rule's menu needs to know the list around it. */
export function ruleColumns(
  families: AllowedIpListDto['families'],
  context: RuleContext,
): readonly Column<AllowedIpDto>[] {
  return [
    {
      key: 'cidr',
      header: 'Address or range',
      sortKey: 'cidr',
      skeleton: 'w-36',
      cell: (rule) => <Range rule={rule} families={families} />,
    },
    {
      key: 'description',
      header: 'Description',
      sortKey: 'description',
      from: 'sm',
      skeleton: 'w-40',
      cell: (rule) => <span className="break-words">{rule.description}</span>,
    },
    {
      key: 'connections',
      header: 'Open',
      sortKey: 'connections',
      align: 'right',
      from: 'md',
      skeleton: 'w-8',
      cell: (rule) => rule.connections.toLocaleString('en'),
    },
    {
      key: 'hits',
      header: 'Hits',
      sortKey: 'hits',
      align: 'right',
      skeleton: 'w-10',
      cell: (rule) => rule.hitCount.toLocaleString('en'),
    },
    {
      key: 'seen',
      header: 'Last seen',
      sortKey: 'seen',
      from: 'sm',
      skeleton: 'w-16',
      cell: (rule) =>
        rule.lastMatchedAt ? (
          <RelativeTime at={rule.lastMatchedAt} />
        ) : (
          <span className="text-muted">{missing}</span>
        ),
    },
    {
      key: 'menu',
      header: 'Actions',
      hiddenHeader: true,
      align: 'right',
      skeleton: 'w-8',
      className: 'w-12',
      cell: (rule) => <RuleMenu rule={rule} context={context} />,
    },
  ]
}

const keys: Readonly<Record<string, (rule: AllowedIpDto) => string | number>> = {
  cidr: ({ cidr }) => cidr,
  description: ({ description }) => description.toLowerCase(),
  connections: ({ connections }) => connections,
  hits: ({ hitCount }) => hitCount,
  seen: ({ lastMatchedAt }) => lastMatchedAt ?? '',
}

/** The rules in the order that the address of the page asks for; else as they were added. */
export function sortRules(rules: readonly AllowedIpDto[], sort: Sort): AllowedIpDto[] {
  const keyOf = keys[sort.key]
  if (!keyOf) return [...rules]
  const sign = sort.direction === 'asc' ? 1 : -1
  return [...rules].sort((a, b) => {
    const [first, second] = [keyOf(a), keyOf(b)]
    const order =
      typeof first === 'number' && typeof second === 'number'
        ? first - second
        : String(first).localeCompare(String(second), 'en', { numeric: true })
    return sign * order
  })
}
