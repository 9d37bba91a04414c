import { clsx } from 'clsx'
import type { ComponentProps, ReactNode } from 'react'

export function Checkbox({
  label,
  help,
  className,
  ...props
}: ComponentProps<'input'> & { label: ReactNode; help?: ReactNode }) {
  return (
    <label className={clsx('flex min-h-6 items-start gap-2.5', className)}>
      <input
        {...props}
        type="checkbox"
        className="mt-0.5 size-4 shrink-0 rounded accent-[var(--accent)]"
      />
      <span>
        {label}
        {help && <span className="block text-sm text-muted">{help}</span>}
      </span>
    </label>
  )
}
