import { clsx } from 'clsx'
import { useId, type ReactNode } from 'react'

/** A titled region of a page. */
export function Card({
  title,
  description,
  actions,
  children,
  className,
  padded = true,
}: {
  title: string
  description?: ReactNode
  actions?: ReactNode
  children: ReactNode
  className?: string
  padded?: boolean
}) {
  const titleId = useId()
  return (
    <section
      aria-labelledby={titleId}
      className={clsx('rounded-lg border border-border bg-surface shadow-raised', className)}
    >
      <header className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-2 border-b border-border px-4 py-2.5">
        <div className="min-w-0 flex-1 basis-40">
          <h2 id={titleId} className="font-semibold">
            {title}
          </h2>
          {description && <p className="text-sm text-muted">{description}</p>}
        </div>
        {actions}
      </header>
      <div className={padded ? 'p-4' : undefined}>{children}</div>
    </section>
  )
}
