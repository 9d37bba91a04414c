'use client'

import { CircleUser, LogOut, UserCog } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { leave } from './leave.ts'
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/dropdown-menu.tsx'

export function AccountMenu({
  member,
  signOut,
}: {
  member: { name: string; email: string }
  signOut: () => Promise<void>
}) {
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  return (
    <Menu
      label="Account"
      trigger={
        <Button
          variant="ghost"
          size="icon"
          aria-label="Account"
          pending={pending}
          icon={<CircleUser aria-hidden />}
        />
      }
    >
      <MenuLabel>
        <span className="block text-sm font-medium text-text">{member.name}</span>
        <span className="block break-all">{member.email}</span>
      </MenuLabel>
      <MenuSeparator />
      <MenuItem icon={<UserCog aria-hidden />} onSelect={() => router.push('/account')}>
        Account
      </MenuItem>
      <MenuItem
        icon={<LogOut aria-hidden />}
        onSelect={() => startTransition(() => leave(signOut))}
      >
        Sign out
      </MenuItem>
    </Menu>
  )
}
