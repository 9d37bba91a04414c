'use client'

import { useRouter } from 'next/navigation'
import { DangerDialog } from '@/components/feedback/danger-dialog.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { formatBytes } from '@/lib/format/bytes.ts'
import { deleteInstanceAction } from '../actions.ts'
import type { InstanceDialogProps } from './restart-dialog.tsx'
import { useRefreshInstances } from './use-refresh-instances.ts'

export function DeleteDialog({ instance, open, onOpenChange, returnFocus }: InstanceDialogProps) {
  const refresh = useRefreshInstances()
  const router = useRouter()
  const [endpoint] = instance.endpoints
  return (
    <DangerDialog
      open={open}
      onOpenChange={onOpenChange}
      returnFocus={returnFocus}
      title={`Delete ${instance.name}?`}
      effect="The instance stops at once and its data cannot be brought back."
      confirmLabel="Delete instance"
      danger={{
        level: 'destructive',
        name: instance.name,
        lost: [
          `All databases and users on its ${formatBytes(instance.volumeSizeBytes)} volume`,
          endpoint ? `The endpoint ${endpoint.host}:${endpoint.port}` : 'Its endpoint',
          'Its server certificate and settings',
        ],
        kept: ['Its activity and its entries in the audit log'],
      }}
      onConfirm={async (confirmName) => {
        const result = await deleteInstanceAction({ instanceId: instance.id, confirmName })
        if (result.ok) {
          notify.success({
            title: `Deleting ${instance.name}`,
            link: { label: 'Show', open: () => router.push('/activity') },
          })
          refresh()
        }
        return result
      }}
    />
  )
}
