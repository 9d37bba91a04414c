'use client'

import { DangerDialog } from '@/components/feedback/danger-dialog.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { useRefreshIam } from '../../_components/use-refresh-iam.ts'
import { lockMemberAccessAction } from '../actions.ts'
import type { MemberDialogProps } from './member-dialogs.tsx'

export function LockMemberDialog({ member, open, onOpenChange, returnFocus }: MemberDialogProps) {
  const refresh = useRefreshIam()
  return (
    <DangerDialog
      open={open}
      onOpenChange={onOpenChange}
      returnFocus={returnFocus}
      title={`Lock ${member.email}?`}
      effect="They are signed out of every browser, cannot sign in, and their API keys are refused, from the next request on. Nothing is deleted; unlocking gives everything back."
      confirmLabel="Lock member"
      danger={{ level: 'disruptive' }}
      onConfirm={async () => {
        const result = await lockMemberAccessAction({ memberId: member.id })
        if (result.ok) {
          notify.success({ title: `Locked ${member.email}` })
          refresh()
        }
        return result
      }}
    />
  )
}
