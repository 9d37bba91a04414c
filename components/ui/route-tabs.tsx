'use client'

import { clsx } from 'clsx'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'

export interface RouteTab {
  href: string
  label: string
  /** Set when the page does not exist yet. */
  disabledReason?: string
}

/** Tabs that are pages of their own: links in a navigation landmark, the current one marked. */
export function RouteTabs({ label, tabs }: { label: string; tabs: readonly RouteTab[] }) {
  const pathname = usePathname()
  const nav = useRef<HTMLElement>(null)
  useEffect(() => {
    // On a narrow screen the current tab may lie beyond the edge.
    const current = nav.current?.querySelector<HTMLElement>('[aria-current]')
    if (nav.current && current) nav.current.scrollLeft = current.offsetLeft - 24
  }, [pathname])
  return (
    <nav ref={nav} aria-label={label} className="relative -mb-px flex gap-1 overflow-x-auto">
      {tabs.map((tab) => {
        const current = pathname === tab.href
        const look = 'inline-flex h-10 items-center border-b-2 px-3 whitespace-nowrap'
        if (tab.disabledReason) {
          return (
            <span
              key={tab.href}
              role="link"
              aria-disabled="true"
              title={tab.disabledReason}
              className={clsx(look, 'cursor-not-allowed border-transparent text-muted/80')}
            >
              {tab.label}
              <span className="sr-only"> ({tab.disabledReason})</span>
            </span>
          )
        }
        return (
          <Link
            key={tab.href}
            href={tab.href}
            aria-current={current ? 'page' : undefined}
            className={clsx(
              look,
              'focus-visible:-outline-offset-2',
              current
                ? 'border-accent font-medium text-text'
                : 'border-transparent text-muted hover:border-border-strong hover:text-text',
            )}
          >
            {tab.label}
          </Link>
        )
      })}
    </nav>
  )
}
