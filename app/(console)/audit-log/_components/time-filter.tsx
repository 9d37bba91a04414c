'use client'

import { useUrlState } from '@/components/table/use-url-state.ts'
import { Input } from '@/components/ui/input.tsx'
import { Select } from '@/components/ui/select.tsx'
import { customRange, fieldValue, rangeChanges, rangeOf, ranges } from './time-range.ts'

/** When: a range up to now, or two moments of one's own in UTC. */
export function TimeFilter({
  onChange,
}: {
  onChange: (changes: Record<string, string | null>) => void
}) {
  const { params } = useUrlState()
  const chosen = rangeOf((key) => params.get(key))
  return (
    <>
      <Select
        aria-label="Time"
        value={chosen}
        onChange={(event) => onChange(rangeChanges(event.target.value, Date.now()))}
      >
        <option value="">Time: all</option>
        {ranges.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
        <option value={customRange}>From … until …</option>
      </Select>
      {chosen === customRange && (
        <span className="flex flex-wrap items-center gap-2">
          <Moment name="from" label="From (UTC)" onChange={onChange} />
          <span aria-hidden className="text-sm text-muted">
            –
          </span>
          <Moment name="until" label="Until (UTC)" onChange={onChange} />
          <span aria-hidden className="text-sm text-muted">
            UTC
          </span>
        </span>
      )}
    </>
  )
}

function Moment({
  name,
  label,
  onChange,
}: {
  name: 'from' | 'until'
  label: string
  onChange: (changes: Record<string, string | null>) => void
}) {
  const { params } = useUrlState()
  return (
    <Input
      type="datetime-local"
      aria-label={label}
      value={fieldValue(params.get(name))}
      onChange={(event) =>
        onChange({
          range: customRange,
          [name]: event.target.value ? `${event.target.value}:00.000Z` : null,
        })
      }
      className="!w-auto"
    />
  )
}
