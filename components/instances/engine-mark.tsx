import { clsx } from 'clsx'
import type { EngineName } from '@/lib/instances/engines.ts'

const looks: Readonly<Record<EngineName, { letters: string; className: string }>> = {
  postgresql: { letters: 'Pg', className: 'border-info-border bg-info-subtle text-info' },
  mysql: { letters: 'My', className: 'border-warning-border bg-warning-subtle text-warning' },
}

/** A small mark of the engine; its name stands beside it as text. */
export function EngineMark({ engine }: { engine: EngineName }) {
  const { letters, className } = looks[engine]
  return (
    <span
      aria-hidden
      className={clsx(
        'inline-flex size-7 shrink-0 items-center justify-center rounded border font-mono text-xs font-medium',
        className,
      )}
    >
      {letters}
    </span>
  )
}
