'use client'

import { ChevronRight, Menu as MenuIcon, Search } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useState } from 'react'
import { Button, buttonClass } from '@/components/ui/button.tsx'
import { Kbd } from '@/components/ui/kbd.tsx'
import { AccountMenu } from './account-menu.tsx'
import { ProjectMenu } from './project-menu.tsx'
import { useShortcut } from './use-shortcut.ts'
import { ThemeMenu } from './theme-menu.tsx'
import { Mark } from './wordmark.tsx'

const CommandPalette = dynamic(
  () => import('./command-palette.tsx').then((module) => module.CommandPalette),
  { ssr: false },
)
const Drawer = dynamic(() => import('./drawer.tsx').then((module) => module.Drawer), { ssr: false })

export interface TopBarProps {
  organizationName: string
  region: string
  member: { name: string; email: string }
  signOut: () => Promise<void>
}

export function TopBar({ organizationName, member, signOut }: TopBarProps) {
  // Null until first asked for: the palette and the drawer cost nothing before that.
  const [palette, setPalette] = useState<boolean | null>(null)
  const [drawer, setDrawer] = useState<boolean | null>(null)
  useShortcut('k', () => setPalette((open) => !open))

  return (
    <header className="sticky top-0 z-30 flex h-14 items-center gap-2 border-b border-border bg-background/95 px-3 backdrop-blur-sm sm:px-6 lg:px-8">
      <Button
        variant="ghost"
        size="icon"
        aria-label="Open navigation"
        className="lg:hidden"
        onClick={() => setDrawer(true)}
        icon={<MenuIcon aria-hidden />}
      />
      <Link
        href="/"
        aria-label="Holdfast, overview"
        className={`${buttonClass({ variant: 'ghost', size: 'icon' })} lg:hidden`}
      >
        <Mark className="size-5 text-accent" />
      </Link>
      <div className="flex min-w-0 items-center gap-1.5 text-sm">
        <span className="hidden truncate text-muted sm:inline">{organizationName}</span>
        <ChevronRight aria-hidden className="hidden size-3.5 shrink-0 text-muted sm:inline" />
        <ProjectMenu />
      </div>
      <div className="ml-auto flex items-center gap-1">
        <button
          type="button"
          aria-label="Search and commands"
          aria-keyshortcuts="Control+K Meta+K"
          onClick={() => setPalette(true)}
          className="mr-1 inline-flex h-8 items-center gap-2 rounded border border-border bg-surface px-2.5 text-sm text-muted hover:border-border-strong hover:text-text md:w-56"
        >
          <Search aria-hidden className="size-4" />
          <span className="hidden flex-1 text-left md:inline">Search…</span>
          <span className="hidden gap-0.5 md:inline-flex" aria-hidden>
            <Kbd>Ctrl</Kbd>
            <Kbd>K</Kbd>
          </span>
        </button>
        <ThemeMenu />
        <AccountMenu member={member} signOut={signOut} />
      </div>
      {palette !== null && (
        <CommandPalette open={palette} onOpenChange={setPalette} signOut={signOut} />
      )}
      {drawer !== null && <Drawer open={drawer} onOpenChange={setDrawer} />}
    </header>
  )
}
