'use client'

import { useRouter } from 'next/navigation'
import { DangerDialog } from '@/components/feedback/danger-dialog.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { formatCount } from '@/lib/format/count.ts'
import type { GroupDto } from '@/lib/iam/groups/schema.ts'
import type { SheetProps } from '../../_components/guarded-sheet.tsx'
import { useRefreshIam } from '../../_components/use-refresh-iam.ts'
import { deleteGroupAction } from '../actions.ts'

export function DeleteGroupDialog({
  group,
  place,
  ...dialog
}: SheetProps & { group: GroupDto; place: 'list' | 'page' }) {
  const refresh = useRefreshIam()
  const router = useRouter()
  const { members, applications, policies } = group
  const who = `${formatCount(members.length, 'member')} and ${formatCount(applications.length, 'application')}`
  return (
    <DangerDialog
      {...dialog}
      title={`Delete ${group.name}?`}
      effect="What its policies allow is gone for everybody in it from the next request on, unless another policy allows it."
      confirmLabel="Delete group"
      danger={{
        level: 'destructive',
        name: group.name,
        lost: [
          policies.length === 0
            ? 'No policy: it has none'
            : `Its ${formatCount(policies.length, 'policy', 'policies')}: ${policies.map(({ name }) => name).join(', ')}`,
          `What ${who} may do through it`,
        ],
        kept: ['The members and applications themselves', 'Their other groups and policies'],
      }}
      onConfirm={async (confirmName) => {
        const result = await deleteGroupAction({ groupId: group.id, confirmName })
        if (result.ok) {
          notify.success({ title: `Deleted ${group.name}` })
          if (place === 'page') router.push('/iam/groups')
          else refresh()
        }
        return result
      }}
    />
  )
}
