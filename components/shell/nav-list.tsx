'use client'

import { clsx } from 'clsx'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { navigation } from './navigation.ts'

function isCurrent(pathname: string, href: string): boolean {
  return href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`)
}

const entryClass = 'flex h-9 items-center gap-2.5 rounded px-2.5 [&_svg]:size-4 [&_svg]:shrink-0'

/** The entries of the sidebar; those without a page yet are shown, not links to nowhere. */
export function NavList({ onNavigate }: { onNavigate?: () => void }) {
  const pathname = usePathname()
  return (
    <nav aria-label="Main">
      <ul className="space-y-0.5">
        {navigation.map(({ label, Icon, href }) => {
          if (href === undefined) {
            return (
              <li key={label}>
                <span
                  role="link"
                  aria-disabled="true"
                  title="Not available yet"
                  className={clsx(entryClass, 'cursor-not-allowed text-muted')}
                >
                  <Icon aria-hidden className="opacity-60" />
                  <span className="flex-1">{label}</span>
                  <span className="text-2xs text-muted" aria-hidden>
                    Not yet
                  </span>
                  <span className="sr-only"> (not available yet)</span>
                </span>
              </li>
            )
          }
          const current = isCurrent(pathname, href)
          return (
            <li key={label}>
              <Link
                href={href}
                onClick={onNavigate}
                aria-current={current ? 'page' : undefined}
                className={clsx(
                  entryClass,
                  current
                    ? 'bg-accent-subtle font-medium text-accent'
                    : 'text-text hover:bg-hover [&_svg]:text-muted',
                )}
              >
                <Icon aria-hidden />
                {label}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
