'use client'

import { DangerDialog } from '@/components/feedback/danger-dialog.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { formatCount } from '@/lib/format/count.ts'
import { useRefreshIam } from '../../_components/use-refresh-iam.ts'
import { deleteSessionAction } from '../actions.ts'
import type { MemberDialogProps } from './member-dialogs.tsx'
import { useMemberPermissions } from './use-member-permissions.ts'

export function ResetSessionsDialog({
  member,
  open,
  onOpenChange,
  returnFocus,
}: MemberDialogProps) {
  const refresh = useRefreshIam()
  const { isSelf } = useMemberPermissions(member)
  const who = isSelf ? 'You are' : 'They are'
  return (
    <DangerDialog
      open={open}
      onOpenChange={onOpenChange}
      returnFocus={returnFocus}
      title={`Reset the sessions of ${member.email}?`}
      effect={`${who} signed out of every browser (${formatCount(member.sessionCount, 'session')}) at the next request${isSelf ? ', this one included' : ''}. Signing in again works as before; API keys are not touched.`}
      confirmLabel="Reset sessions"
      danger={{ level: 'disruptive' }}
      onConfirm={async () => {
        const result = await deleteSessionAction({ memberId: member.id })
        if (result.ok) {
          const ended = formatCount(result.data.sessionsEnded, 'session')
          notify.success({ title: `Ended ${ended} of ${member.email}` })
          refresh()
        }
        return result
      }}
    />
  )
}
