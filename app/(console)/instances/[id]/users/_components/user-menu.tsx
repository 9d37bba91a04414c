'use client'

import { Copy, EllipsisVertical, KeyRound, Pencil, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { copyText } from '@/components/ui/copy-text.ts'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/dropdown-menu.tsx'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import type { UserDto } from '@/lib/users/schema.ts'
import type { InsidePermissions } from '../../_inside/use-inside-permissions.ts'
import { DeleteUserDialog } from './delete-user-dialog.tsx'
import { EditUserSheet } from './edit-user-sheet.tsx'
import { PasswordSheet } from './password-sheet.tsx'

/** What can be done with one user. */
export function UserMenu({
  instance,
  user,
  users,
  permissions,
}: {
  instance: InstanceDto
  user: UserDto
  users: readonly UserDto[]
  permissions: InsidePermissions
}) {
  const [dialog, setDialog] = useState<{ name: 'password' | 'edit' | 'delete'; open: boolean }>()
  const trigger = useRef<HTMLButtonElement>(null)
  const onOpenChange = (open: boolean) => setDialog((shown) => shown && { ...shown, open })
  const whyNotNow = user.status === 'deleting' ? 'This user is being deleted.' : null
  const shared = { instance, user, onOpenChange, returnFocus: trigger }
  return (
    <>
      <Menu
        label={`Actions for ${user.name}`}
        trigger={
          <Button
            ref={trigger}
            variant="ghost"
            size="icon"
            aria-label={`Actions for ${user.name}`}
            icon={<EllipsisVertical aria-hidden />}
          />
        }
      >
        <MenuItem
          icon={<KeyRound aria-hidden />}
          disabledReason={permissions.updateUser ?? whyNotNow}
          onSelect={() => setDialog({ name: 'password', open: true })}
        >
          Change password
        </MenuItem>
        <MenuItem
          icon={<Pencil aria-hidden />}
          disabledReason={permissions.updateUser ?? whyNotNow}
          onSelect={() => setDialog({ name: 'edit', open: true })}
        >
          Edit user
        </MenuItem>
        <MenuItem icon={<Copy aria-hidden />} onSelect={() => void copyText(user.name)}>
          Copy name
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon={<Trash2 aria-hidden />}
          tone="danger"
          disabledReason={permissions.deleteUser ?? whyNotNow}
          onSelect={() => setDialog({ name: 'delete', open: true })}
        >
          Delete user
        </MenuItem>
      </Menu>
      {dialog?.name === 'password' && <PasswordSheet {...shared} open={dialog.open} />}
      {dialog?.name === 'edit' && <EditUserSheet {...shared} users={users} open={dialog.open} />}
      {dialog?.name === 'delete' && (
        <DeleteUserDialog {...shared} users={users} open={dialog.open} />
      )}
    </>
  )
}
