import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'

export interface Crumb {
  label: string
  href: string
}

/** Breadcrumb, title with its status, actions on the right, and what stands below: tabs, freshness. */
export function PageHeader({
  crumbs = [],
  title,
  status,
  meta,
  actions,
  tabs,
}: {
  crumbs?: readonly Crumb[]
  title: ReactNode
  status?: ReactNode
  meta?: ReactNode
  actions?: ReactNode
  tabs?: ReactNode
}) {
  return (
    <div className={tabs ? 'mb-6 border-b border-border' : 'mb-2'}>
      {crumbs.length > 0 && (
        <nav aria-label="Breadcrumb" className="mb-1">
          <ol className="flex items-center gap-1 text-sm text-muted">
            {crumbs.map((crumb) => (
              <li key={crumb.href} className="flex items-center gap-1">
                <Link
                  href={crumb.href}
                  className="inline-flex min-h-6 items-center rounded hover:text-text hover:underline"
                >
                  {crumb.label}
                </Link>
                <ChevronRight aria-hidden className="size-3.5" />
              </li>
            ))}
          </ol>
        </nav>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3 pb-4">
        <div className="flex min-w-0 flex-1 basis-36 flex-wrap items-center gap-x-3 gap-y-1.5">
          <h1 className="min-w-0 text-xl font-semibold break-words">{title}</h1>
          {status}
          {meta}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {tabs}
    </div>
  )
}
