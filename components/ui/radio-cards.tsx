import { clsx } from 'clsx'
import type { ReactNode } from 'react'

export interface RadioCard {
  value: string
  title: ReactNode
  detail?: ReactNode
  /** Drawn before the title. */
  mark?: ReactNode
  /** Why it cannot be chosen; the card stays visible. */
  disabledReason?: string | null
}

/** One choice of several, each a card; arrow keys move within the group as in any radio group. */
export function RadioCards({
  name,
  value,
  options,
  onChange,
  columns = 'sm:grid-cols-2 xl:grid-cols-3',
  ...aria
}: {
  name: string
  value: string
  options: readonly RadioCard[]
  onChange: (value: string) => void
  columns?: string
  'aria-label'?: string
  'aria-labelledby'?: string
  'aria-describedby'?: string
  'aria-invalid'?: boolean
}) {
  return (
    <div {...aria} role="radiogroup" className={clsx('grid gap-2.5', columns)}>
      {options.map((option) => (
        <Card
          key={option.value}
          name={name}
          option={option}
          checked={option.value === value}
          onChange={onChange}
        />
      ))}
    </div>
  )
}

function Card({
  name,
  option,
  checked,
  onChange,
}: {
  name: string
  option: RadioCard
  checked: boolean
  onChange: (value: string) => void
}) {
  const reason = option.disabledReason ?? null
  const detailId = `${name}-${option.value}-detail`
  return (
    <label
      className={clsx(
        'relative flex gap-3 rounded-lg border p-3.5',
        'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus',
        reason !== null && 'cursor-not-allowed border-dashed border-border bg-transparent',
        reason === null &&
          checked &&
          'border-accent bg-accent-subtle shadow-[inset_0_0_0_1px_var(--accent)]',
        reason === null &&
          !checked &&
          'cursor-pointer border-border bg-surface hover:border-border-strong',
      )}
    >
      <input
        type="radio"
        name={name}
        value={option.value}
        checked={checked}
        disabled={reason !== null}
        aria-describedby={detailId}
        onChange={() => onChange(option.value)}
        className="sr-only"
      />
      {option.mark}
      <span className="min-w-0 flex-1">
        <span className={clsx('block font-medium', reason !== null && 'text-muted')}>
          {option.title}
        </span>
        <span id={detailId} className="block text-sm text-muted">
          {option.detail}
          {reason !== null && <span className="mt-1 block text-warning">{reason}</span>}
        </span>
      </span>
    </label>
  )
}
