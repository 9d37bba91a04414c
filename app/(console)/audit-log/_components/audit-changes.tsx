import { clsx } from 'clsx'
import type { AuditEntryDto } from '@/lib/audit/schema.ts'
import { changesOf } from './audit-diff.ts'

const head = 'px-3 py-1.5 text-left text-xs font-medium text-muted'

/** Before and after, side by side, field by field. */
export function AuditChanges({ entry }: { entry: AuditEntryDto }) {
  const changes = changesOf(entry.before, entry.after)
  if (changes.length === 0) {
    return (
      <p className="text-sm text-muted">
        {entry.outcome === 'refused'
          ? 'The attempt was refused. Nothing was changed.'
          : 'Nothing was recorded besides the action itself.'}
      </p>
    )
  }
  const hasBefore = entry.before !== null
  return (
    <div
      className="overflow-x-auto rounded border border-border"
      tabIndex={0}
      role="region"
      aria-label="Changes"
    >
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">What was changed</caption>
        <thead>
          <tr className="border-b border-border bg-sunken">
            <th scope="col" className={head}>
              Field
            </th>
            {hasBefore && (
              <th scope="col" className={head}>
                Before
              </th>
            )}
            <th scope="col" className={head}>
              {hasBefore ? 'After' : 'Value'}
            </th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ field, before, after }) => (
            <tr key={field} className="border-b border-border align-top last:border-b-0">
              <th
                scope="row"
                className="px-3 py-2 text-left font-mono text-xs font-normal break-all"
              >
                {field}
              </th>
              {hasBefore && <Side text={before} changed={before !== after} tone="before" />}
              <Side text={after} changed={hasBefore && before !== after} tone="after" />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Side({
  text,
  changed,
  tone,
}: {
  text: string | null
  changed: boolean
  tone: 'before' | 'after'
}) {
  return (
    <td className="min-w-32 px-3 py-2 font-mono text-xs">
      {text === null ? (
        <span className="text-muted">
          <span aria-hidden>–</span>
          <span className="sr-only">not there</span>
        </span>
      ) : (
        <span
          className={clsx(
            'break-words whitespace-pre-wrap',
            changed && 'rounded px-1 py-0.5',
            changed &&
              (tone === 'before'
                ? 'bg-danger-subtle text-danger'
                : 'bg-success-subtle text-success'),
          )}
        >
          {text}
        </span>
      )}
    </td>
  )
}
