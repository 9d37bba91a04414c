'use client'

import { useRouter } from 'next/navigation'
import { DangerDialog } from '@/components/feedback/danger-dialog.tsx'
import { notify } from '@/components/feedback/notify.ts'
import type { ReturnFocus } from '@/components/ui/return-focus.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { restartInstanceAction } from '../actions.ts'
import { useRefreshInstances } from './use-refresh-instances.ts'

export interface InstanceDialogProps {
  instance: InstanceDto
  open: boolean
  onOpenChange: (open: boolean) => void
  returnFocus?: ReturnFocus
}

export function RestartDialog({ instance, open, onOpenChange, returnFocus }: InstanceDialogProps) {
  const refresh = useRefreshInstances()
  const router = useRouter()
  return (
    <DangerDialog
      open={open}
      onOpenChange={onOpenChange}
      returnFocus={returnFocus}
      title={`Restart ${instance.name}?`}
      effect="All connections are closed and open transactions are rolled back. The data stays. Clients can connect again within seconds, at the same endpoint."
      confirmLabel="Restart instance"
      danger={{ level: 'disruptive' }}
      onConfirm={async () => {
        const result = await restartInstanceAction({ instanceId: instance.id })
        if (result.ok) {
          notify.success({
            title: `Restarting ${instance.name}`,
            link: { label: 'Show', open: () => router.push(`/instances/${instance.id}`) },
          })
          refresh()
        }
        return result
      }}
    />
  )
}
