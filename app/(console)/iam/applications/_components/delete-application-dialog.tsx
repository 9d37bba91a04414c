'use client'

import { useRouter } from 'next/navigation'
import { DangerDialog } from '@/components/feedback/danger-dialog.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { formatCount } from '@/lib/format/count.ts'
import type { ApplicationDto } from '@/lib/iam/applications/schema.ts'
import type { SheetProps } from '../../_components/guarded-sheet.tsx'
import { useRefreshIam } from '../../_components/use-refresh-iam.ts'
import { deleteApplicationAction } from '../actions.ts'

export function DeleteApplicationDialog({
  application,
  place,
  ...dialog
}: SheetProps & { application: ApplicationDto; place: 'list' | 'page' }) {
  const refresh = useRefreshIam()
  const router = useRouter()
  return (
    <DangerDialog
      {...dialog}
      title={`Delete ${application.name}?`}
      effect="Programs that use its API keys are refused from their next request on."
      confirmLabel="Delete application"
      danger={{
        level: 'destructive',
        name: application.name,
        lost: [
          formatCount(application.apiKeyCount, 'API key'),
          `${formatCount(application.policyCount, 'policy', 'policies')} of its own`,
          `Its place in ${formatCount(application.groups.length, 'group')}`,
        ],
        kept: ['What it made', 'Its entries in the audit log'],
      }}
      onConfirm={async (confirmName) => {
        const applicationId = application.id
        const result = await deleteApplicationAction({ applicationId, confirmName })
        if (result.ok) {
          notify.success({ title: `Deleted ${application.name}` })
          if (place === 'page') router.push('/iam/applications')
          else refresh()
        }
        return result
      }}
    />
  )
}
