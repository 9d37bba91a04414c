import { OutcomeBadge } from './outcome-badge.tsx'
import type { Column } from '@/components/table/columns.ts'
import { RelativeTime } from '@/components/time/relative-time.tsx'
import { missing } from '@/lib/format/bytes.ts'
import { auditResourceLabel, type AuditEntryDto } from '@/lib/audit/schema.ts'

/** The columns of the log; the action opens the entry. */
export function auditColumns(open: (entry: AuditEntryDto) => void): Column<AuditEntryDto>[] {
  return [
    {
      key: 'action',
      header: 'Action',
      skeleton: 'w-32',
      cell: (entry) => (
        <>
          <button
            type="button"
            aria-haspopup="dialog"
            onClick={() => open(entry)}
            className="inline-flex min-h-6 items-center rounded text-left font-mono text-sm text-accent hover:underline"
          >
            {entry.action}
          </button>
          <span className="block text-sm text-muted sm:hidden">
            <RelativeTime at={entry.at} />
          </span>
        </>
      ),
    },
    {
      key: 'outcome',
      header: 'Outcome',
      skeleton: 'w-20',
      cell: (entry) => <OutcomeBadge outcome={entry.outcome} />,
    },
    {
      key: 'object',
      header: 'Object',
      from: 'sm',
      skeleton: 'w-32',
      cell: (entry) => (
        <span className="block max-w-56">
          <span className="block truncate" title={entry.resourceName ?? undefined}>
            {entry.resourceName || entry.resourceId || missing}
          </span>
          <span className="block text-xs text-muted">{auditResourceLabel(entry.resourceType)}</span>
        </span>
      ),
    },
    {
      key: 'actor',
      header: 'By',
      from: 'md',
      skeleton: 'w-32',
      cell: (entry) => (
        <span className="block max-w-56 truncate" title={entry.actorName}>
          {entry.actorName}
        </span>
      ),
    },
    {
      key: 'address',
      header: 'Address',
      from: 'lg',
      skeleton: 'w-24',
      cell: (entry) => <span className="font-mono text-sm">{entry.address ?? missing}</span>,
    },
    {
      key: 'at',
      header: 'When',
      from: 'sm',
      skeleton: 'w-16',
      cell: (entry) => <RelativeTime at={entry.at} />,
    },
  ]
}
