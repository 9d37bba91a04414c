'use client'

import { EllipsisVertical, Pencil, Trash2, UsersRound } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/dropdown-menu.tsx'
import type { GroupDto } from '@/lib/iam/groups/schema.ts'
import { useWhyDenied } from '../../_components/use-iam-permissions.ts'

const GroupSheet = dynamic(() => import('./group-sheet.tsx').then((module) => module.GroupSheet))
const GroupMembersSheet = dynamic(() =>
  import('./group-members-sheet.tsx').then((module) => module.GroupMembersSheet),
)
const DeleteGroupDialog = dynamic(() =>
  import('./delete-group-dialog.tsx').then((module) => module.DeleteGroupDialog),
)

type DialogName = 'edit' | 'members' | 'delete'

/** Everything that can be done with a group. */
export function GroupMenu({ group, place }: { group: GroupDto; place: 'list' | 'page' }) {
  const whyDenied = useWhyDenied()
  const trigger = useRef<HTMLButtonElement>(null)
  const [dialog, setDialog] = useState<{ name: DialogName; open: boolean }>()
  const show = (name: DialogName) => setDialog({ name, open: true })
  const onOpenChange = (open: boolean) => setDialog((shown) => shown && { ...shown, open })
  const shared = { group, onOpenChange, returnFocus: trigger }
  return (
    <>
      <Menu
        label={`Actions for ${group.name}`}
        trigger={
          <Button
            ref={trigger}
            variant={place === 'list' ? 'ghost' : 'secondary'}
            size="icon"
            className={place === 'page' ? '!size-9' : undefined}
            aria-label={`Actions for ${group.name}`}
            icon={<EllipsisVertical aria-hidden />}
          />
        }
      >
        <MenuItem
          icon={<UsersRound aria-hidden />}
          disabledReason={whyDenied('group.set-members')}
          onSelect={() => show('members')}
        >
          Change who is in it
        </MenuItem>
        <MenuItem
          icon={<Pencil aria-hidden />}
          disabledReason={whyDenied('group.update')}
          onSelect={() => show('edit')}
        >
          Edit group
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon={<Trash2 aria-hidden />}
          tone="danger"
          disabledReason={whyDenied('group.delete')}
          onSelect={() => show('delete')}
        >
          Delete group
        </MenuItem>
      </Menu>
      {dialog?.name === 'edit' && <GroupSheet {...shared} open={dialog.open} />}
      {dialog?.name === 'members' && <GroupMembersSheet {...shared} open={dialog.open} />}
      {dialog?.name === 'delete' && (
        <DeleteGroupDialog {...shared} place={place} open={dialog.open} />
      )}
    </>
  )
}
