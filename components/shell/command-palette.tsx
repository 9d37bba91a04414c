'use client'

import { useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { LogOut, Monitor, Moon, Plus, Sun } from 'lucide-react'
import { useTheme } from 'next-themes'
import { useRouter } from 'next/navigation'
import * as Dialog from 'radix-ui/dialog'
import { useState, type ReactNode } from 'react'
import { EngineMark } from '@/components/instances/engine-mark.tsx'
import { scrimClass } from '@/components/ui/overlay.ts'
import { instancesQuery } from '@/lib/instances/query-options.ts'
import { statusLabel } from '@/lib/instances/state.ts'
import { leave } from './leave.ts'
import { navigation } from './navigation.ts'

const themes = [
  { value: 'system', label: 'Use the theme of the system', Icon: Monitor },
  { value: 'light', label: 'Use the light theme', Icon: Sun },
  { value: 'dark', label: 'Use the dark theme', Icon: Moon },
]

/** Jumps to any instance or action. Instances are searched on the server, however many there are. */
export function CommandPalette({
  open,
  onOpenChange,
  signOut,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  signOut: () => Promise<void>
}) {
  const router = useRouter()
  const { setTheme } = useTheme()
  const [search, setSearch] = useState('')
  const instances = useQuery({
    ...instancesQuery({
      ...(search.trim() ? { name: search.trim().slice(0, 200) } : {}),
      order: 'name_asc',
      pageSize: 8,
    }),
    enabled: open,
    refetchInterval: false,
    placeholderData: (previous) => previous,
  })
  const run = (action: () => void) => {
    onOpenChange(false)
    setSearch('')
    action()
  }
  const go = (href: string) => run(() => router.push(href))
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={scrimClass} />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12dvh] left-1/2 z-50 w-[min(38rem,calc(100vw-1.5rem))] -translate-x-1/2 overflow-hidden rounded-lg border border-border bg-raised shadow-overlay"
        >
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <Command label="Search and commands" loop>
            <Command.Input
              value={search}
              onValueChange={setSearch}
              placeholder="Jump to an instance, a page or an action…"
              className="h-12 w-full border-b border-border bg-transparent px-4 text-lg outline-none placeholder:text-muted"
            />
            <Command.List className="max-h-[min(24rem,60dvh)] overflow-y-auto p-1.5">
              <Command.Empty className="px-3 py-8 text-center text-muted">
                Nothing matches “{search}”.
              </Command.Empty>
              {(instances.data?.instances.length ?? 0) > 0 && (
                <Group heading="Instances">
                  {instances.data?.instances.map((instance) => (
                    <Item
                      key={instance.id}
                      value={`${instance.name} ${instance.id}`}
                      onSelect={() => go(`/instances/${instance.id}`)}
                    >
                      <EngineMark engine={instance.engineName} />
                      <span className="min-w-0 flex-1 truncate">{instance.name}</span>
                      <span className="text-sm text-muted">{statusLabel(instance.status)}</span>
                    </Item>
                  ))}
                </Group>
              )}
              <Group heading="Actions">
                <Item value="Create instance" onSelect={() => go('/instances/new')}>
                  <Plus aria-hidden />
                  Create instance
                </Item>
                {themes.map(({ value, label, Icon }) => (
                  <Item key={value} value={label} onSelect={() => run(() => setTheme(value))}>
                    <Icon aria-hidden />
                    {label}
                  </Item>
                ))}
                <Item value="Sign out" onSelect={() => run(() => void leave(signOut))}>
                  <LogOut aria-hidden />
                  Sign out
                </Item>
              </Group>
              <Group heading="Pages">
                {navigation.map(
                  ({ label, href, Icon }) =>
                    href !== undefined && (
                      <Item key={label} value={`Go to ${label}`} onSelect={() => go(href)}>
                        <Icon aria-hidden />
                        {label}
                      </Item>
                    ),
                )}
              </Group>
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted"
    >
      {children}
    </Command.Group>
  )
}

function Item({
  value,
  onSelect,
  children,
}: {
  value: string
  onSelect: () => void
  children: ReactNode
}) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-10 cursor-pointer items-center gap-3 rounded px-2.5 data-[selected=true]:bg-hover [&>svg]:size-4 [&>svg]:text-muted"
    >
      {children}
    </Command.Item>
  )
}
