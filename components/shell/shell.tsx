import Link from 'next/link'
import type { ReactNode } from 'react'
import { NavList } from './nav-list.tsx'
import { TopBar, type TopBarProps } from './top-bar.tsx'
import { Wordmark } from './wordmark.tsx'

/** The frame around every page of the console. Next.js itself announces route changes. */
export function Shell({
  children,
  version,
  ...bar
}: TopBarProps & { children: ReactNode; version: string }) {
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
      <nav aria-label="Shortcuts" className="absolute">
        <a
          href="#content"
          className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded focus:bg-accent focus:px-3 focus:py-2 focus:text-accent-text"
        >
          Skip to content
        </a>
      </nav>
      <aside className="sticky top-0 hidden h-dvh flex-col border-r border-border bg-surface lg:flex">
        <Link href="/" className="flex h-14 items-center px-5" aria-label="Holdfast, overview">
          <Wordmark />
        </Link>
        <div className="flex-1 overflow-y-auto px-3 py-2">
          <NavList />
        </div>
        <p className="px-5 py-4 font-mono text-2xs text-muted">
          {bar.region} · {version}
        </p>
      </aside>
      <div className="flex min-h-dvh min-w-0 flex-col">
        <TopBar {...bar} />
        <main
          id="content"
          tabIndex={-1}
          className="mx-auto w-full max-w-[90rem] flex-1 px-4 pt-6 pb-16 outline-none sm:px-6 lg:px-8"
        >
          {children}
        </main>
      </div>
    </div>
  )
}
