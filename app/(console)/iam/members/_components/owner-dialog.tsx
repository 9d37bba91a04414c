'use client'

import { DangerDialog } from '@/components/feedback/danger-dialog.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { useRefreshIam } from '../../_components/use-refresh-iam.ts'
import { updateMemberAction } from '../actions.ts'
import type { MemberDialogProps } from './member-dialogs.tsx'

export function OwnerDialog({ member, open, onOpenChange, returnFocus }: MemberDialogProps) {
  const refresh = useRefreshIam()
  const label = member.isOwner ? 'Remove as owner' : 'Make owner'
  return (
    <DangerDialog
      open={open}
      onOpenChange={onOpenChange}
      returnFocus={returnFocus}
      title={member.isOwner ? `Remove ${member.email} as owner?` : `Make ${member.email} an owner?`}
      effect={
        member.isOwner
          ? 'From the next request on they may do only what policies allow. There is always at least one owner who can sign in.'
          : 'An owner may do everything in the organization, whatever policies say: delete instances, change members, and remove you as an owner.'
      }
      confirmLabel={label}
      danger={{ level: 'disruptive' }}
      onConfirm={async () => {
        const isOwner = !member.isOwner
        const result = await updateMemberAction({ memberId: member.id, isOwner })
        if (result.ok) {
          const words = isOwner ? 'is an owner now' : 'is no owner any more'
          notify.success({ title: `${member.email} ${words}` })
          refresh()
        }
        return result
      }}
    />
  )
}
