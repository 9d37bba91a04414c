'use client'

import { useRouter } from 'next/navigation'
import { DangerDialog } from '@/components/feedback/danger-dialog.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { formatCount } from '@/lib/format/count.ts'
import { useRefreshIam } from '../../_components/use-refresh-iam.ts'
import { deleteMemberAction } from '../actions.ts'
import type { MemberDialogProps } from './member-dialogs.tsx'

export function DeleteMemberDialog({
  member,
  place,
  open,
  onOpenChange,
  returnFocus,
}: MemberDialogProps) {
  const refresh = useRefreshIam()
  const router = useRouter()
  return (
    <DangerDialog
      open={open}
      onOpenChange={onOpenChange}
      returnFocus={returnFocus}
      title={`Delete ${member.email}?`}
      effect="They are signed out at once and cannot come back unless somebody invites them anew. To keep them out for a while, lock them instead."
      confirmLabel="Delete member"
      danger={{
        level: 'destructive',
        name: member.email,
        lost: [
          `${formatCount(member.apiKeyCount, 'API key')}: programs that use them are refused`,
          `${formatCount(member.policyCount, 'policy', 'policies')} of their own`,
          `Their place in ${formatCount(member.groups.length, 'group')}`,
        ],
        kept: ['What they made', 'Their entries in the audit log'],
      }}
      onConfirm={async (confirmName) => {
        const result = await deleteMemberAction({ memberId: member.id, confirmName })
        if (result.ok) {
          notify.success({ title: `Deleted ${member.email}` })
          if (place === 'page') router.push('/iam/members')
          else refresh()
        }
        return result
      }}
    />
  )
}
