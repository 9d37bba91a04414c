'use client'

import {
  Copy,
  Crown,
  EllipsisVertical,
  KeyRound,
  Link2,
  Lock,
  LockOpen,
  MonitorX,
  Pencil,
  Trash2,
} from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/dropdown-menu.tsx'
import type { MemberDto } from '@/lib/iam/members/schema.ts'
import { copyId } from '../../_components/copy-id.ts'
import { useAct } from '../../_components/use-act.ts'
import { unlockMemberAccessAction } from '../actions.ts'
import type { MemberDialogName } from './member-dialogs.tsx'
import { useMemberPermissions } from './use-member-permissions.ts'

// Dialogs come when first asked for: most visits open none.
const MemberDialogs = dynamic(() =>
  import('./member-dialogs.tsx').then((module) => module.MemberDialogs),
)

/** Everything that can be done with a member. */
export function MemberMenu({ member, place }: { member: MemberDto; place: 'list' | 'page' }) {
  const permissions = useMemberPermissions(member)
  const act = useAct()
  const trigger = useRef<HTMLButtonElement>(null)
  const [dialog, setDialog] = useState<{ name: MemberDialogName; open: boolean }>()
  const show = (name: MemberDialogName) => setDialog({ name, open: true })
  const unlock = () =>
    void act(() => unlockMemberAccessAction({ memberId: member.id }), {
      done: `Unlocked ${member.email}`,
      failed: `Could not unlock ${member.email}`,
    })
  return (
    <>
      <Menu
        label={`Actions for ${member.email}`}
        trigger={
          <Button
            ref={trigger}
            variant={place === 'list' ? 'ghost' : 'secondary'}
            size="icon"
            className={place === 'page' ? '!size-9' : undefined}
            aria-label={`Actions for ${member.email}`}
            icon={<EllipsisVertical aria-hidden />}
          />
        }
      >
        {member.status === 'invitation_pending' && (
          <MenuItem
            icon={<Link2 aria-hidden />}
            disabledReason={permissions.invite}
            onSelect={() => show('invite')}
          >
            Make a new invitation link
          </MenuItem>
        )}
        <MenuItem
          icon={<Pencil aria-hidden />}
          disabledReason={permissions.update}
          onSelect={() => show('edit')}
        >
          Edit name and tags
        </MenuItem>
        <MenuItem
          icon={<KeyRound aria-hidden />}
          disabledReason={permissions.setPassword}
          onSelect={() => show('password')}
        >
          {permissions.isSelf ? 'Change password' : 'Set a new password'}
        </MenuItem>
        <MenuItem
          icon={<MonitorX aria-hidden />}
          disabledReason={permissions.endSessions}
          onSelect={() => show('sessions')}
        >
          Reset sessions
        </MenuItem>
        <MenuItem
          icon={<Crown aria-hidden />}
          disabledReason={permissions.setOwner}
          onSelect={() => show('owner')}
        >
          {member.isOwner ? 'Remove as owner' : 'Make owner'}
        </MenuItem>
        {member.isLocked ? (
          <MenuItem
            icon={<LockOpen aria-hidden />}
            disabledReason={permissions.unlock}
            onSelect={unlock}
          >
            Unlock member
          </MenuItem>
        ) : (
          <MenuItem
            icon={<Lock aria-hidden />}
            disabledReason={permissions.lock}
            onSelect={() => show('lock')}
          >
            Lock member
          </MenuItem>
        )}
        <MenuItem icon={<Copy aria-hidden />} onSelect={() => void copyId(member.id)}>
          Copy ID
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon={<Trash2 aria-hidden />}
          tone="danger"
          disabledReason={permissions.delete}
          onSelect={() => show('delete')}
        >
          Delete member
        </MenuItem>
      </Menu>
      {dialog && (
        <MemberDialogs
          name={dialog.name}
          member={member}
          place={place}
          open={dialog.open}
          onOpenChange={(open) => setDialog({ ...dialog, open })}
          returnFocus={trigger}
        />
      )}
    </>
  )
}
