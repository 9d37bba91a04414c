import { clsx } from 'clsx'
import { Database, Hourglass, Lock, SearchX } from 'lucide-react'
import type { ReactNode } from 'react'

const icons = { nothing: Database, filtered: SearchX, later: Hourglass, forbidden: Lock }

/**
 * Why there is nothing to see: `nothing` yet (what it is for, primary action), `filtered` (nothing
 * matches), `later` (not possible yet: say when), `forbidden` (which permission, whom to ask).
 */
export function EmptyState({
  kind,
  title,
  children,
  action,
  page = false,
  className,
}: {
  kind: keyof typeof icons
  title: string
  children: ReactNode
  action?: ReactNode
  /** It is all that the page holds: its title is the page's heading. */
  page?: boolean
  className?: string
}) {
  const Icon = icons[kind]
  const Heading = page ? 'h1' : 'h2'
  return (
    <div className={clsx('flex flex-col items-center px-6 py-14 text-center', className)}>
      <span className="mb-4 flex size-11 items-center justify-center rounded-lg border border-border bg-sunken text-muted">
        <Icon aria-hidden className="size-5" />
      </span>
      <Heading className="text-lg font-semibold">{title}</Heading>
      <div className="mt-1 max-w-md text-muted">{children}</div>
      {action && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}
