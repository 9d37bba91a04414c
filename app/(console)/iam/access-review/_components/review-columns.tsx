import Link from 'next/link'
import type { Column } from '@/components/table/columns.ts'
import { RelativeTime } from '@/components/time/relative-time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { buttonClass } from '@/components/ui/button.tsx'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import type { ReviewItemDto } from '@/lib/access-review/schema.ts'
import { formatCount } from '@/lib/format/count.ts'
import { formatDay } from '@/lib/format/time.ts'
import { flagWords, kindLabels } from '../words.ts'

interface Deciding {
  whyNotDecide: string | null
  onDecide: (item: ReviewItemDto) => void
}

function Name({ item }: { item: ReviewItemDto }) {
  return (
    <span className="block min-w-32">
      <Link
        href={item.href}
        className="inline-flex min-h-6 items-center font-medium break-all hover:text-accent hover:underline"
      >
        {item.name}
      </Link>
      <span className="block text-sm text-muted">
        {kindLabels[item.kind].one} · {item.place}
      </span>
    </span>
  )
}

function Opens({ item }: { item: ReviewItemDto }) {
  const shown = item.opens.slice(0, 3)
  const more = item.opens.length - shown.length
  return (
    <span className="block max-w-80 text-sm break-words">
      {shown.map((text) => (
        <span key={text} className="block">
          {text}
        </span>
      ))}
      {more > 0 && <span className="block text-muted">and {more} more</span>}
    </span>
  )
}

function Flags({ item }: { item: ReviewItemDto }) {
  return (
    <span className="flex flex-wrap gap-1">
      {item.flags.map((flag) => (
        <Badge key={flag} tone={flagWords[flag].tone} title={flagWords[flag].help}>
          {flagWords[flag].label}
        </Badge>
      ))}
    </span>
  )
}

function LastUse({ item }: { item: ReviewItemDto }) {
  if (item.kind === 'client_certificate') return <span className="text-muted">not recorded</span>
  if (item.lastUsedAt === null) return <span className="text-muted">never</span>
  return (
    <span className="block">
      <RelativeTime at={item.lastUsedAt} />
      {item.useCount !== null && (
        <span className="block text-xs text-muted">{formatCount(item.useCount, 'hit')}</span>
      )}
    </span>
  )
}

function DecisionCell({ item }: { item: ReviewItemDto }) {
  const { decision } = item
  if (!decision) return <span className="text-muted">Not decided</span>
  return (
    <span className="block text-sm">
      <Badge tone={decision.decision === 'keep' ? 'success' : 'danger'} title={decision.note}>
        {decision.decision === 'keep' ? 'Keep' : 'Revoke'}
      </Badge>
      <span className="block text-muted">
        {decision.decidedByName}, <RelativeTime at={decision.decidedAt} />
      </span>
      {decision.reviewBy && (
        <span className="block text-muted">Again on {formatDay(decision.reviewBy)}</span>
      )}
    </span>
  )
}

function Actions({ item, deciding }: { item: ReviewItemDto; deciding: Deciding }) {
  return (
    <span className="flex flex-wrap justify-end gap-2">
      {item.decision?.decision === 'revoke' && (
        <Link
          href={item.href}
          className={buttonClass({ size: 'sm' })}
          aria-label={`Revoke ${item.name} now`}
        >
          Revoke now
        </Link>
      )}
      <ReasonButton
        size="sm"
        disabledReason={deciding.whyNotDecide}
        aria-label={`Decide on ${item.name}`}
        onClick={() => deciding.onDecide(item)}
      >
        Decide
      </ReasonButton>
    </span>
  )
}

/** The columns of the access review. */
export function reviewColumns(deciding: Deciding): readonly Column<ReviewItemDto>[] {
  return [
    { key: 'name', header: 'Access', skeleton: 'w-40', cell: (item) => <Name item={item} /> },
    { key: 'flags', header: 'Flags', skeleton: 'w-24', cell: (item) => <Flags item={item} /> },
    {
      key: 'opens',
      header: 'Opens',
      from: 'lg',
      skeleton: 'w-40',
      cell: (item) => <Opens item={item} />,
    },
    {
      key: 'used',
      header: 'Last use',
      from: 'sm',
      skeleton: 'w-16',
      cell: (item) => <LastUse item={item} />,
    },
    {
      key: 'decision',
      header: 'Decision',
      from: 'md',
      skeleton: 'w-20',
      cell: (item) => <DecisionCell item={item} />,
    },
    {
      key: 'actions',
      header: 'Actions',
      hiddenHeader: true,
      align: 'right',
      skeleton: 'w-16',
      cell: (item) => <Actions item={item} deciding={deciding} />,
    },
  ]
}
