'use client'

import { DangerDialog } from '@/components/feedback/danger-dialog.tsx'
import { notify } from '@/components/feedback/notify.ts'
import type { ReturnFocus } from '@/components/ui/return-focus.ts'
import { formatCount } from '@/lib/format/count.ts'
import type { EndpointDto, InstanceDto } from '@/lib/instances/schema.ts'
import { useRefreshInstances } from '../../../_components/use-refresh-instances.ts'
import { deleteEndpointAction } from '../actions.ts'

export interface EndpointDialogProps {
  instance: InstanceDto
  endpoint: EndpointDto
  open: boolean
  onOpenChange: (open: boolean) => void
  returnFocus?: ReturnFocus | undefined
}

export function RemoveEndpointDialog({
  instance,
  endpoint,
  open,
  onOpenChange,
  returnFocus,
}: EndpointDialogProps) {
  const refresh = useRefreshInstances()
  const address = `${endpoint.host}:${endpoint.port}`
  const isLast = instance.endpoints.length === 1
  const { connections } = endpoint
  return (
    <DangerDialog
      open={open}
      onOpenChange={onOpenChange}
      returnFocus={returnFocus}
      title={`Remove the endpoint ${address}?`}
      effect={
        <>
          <p>
            Nothing listens there any more
            {connections > 0 && ` and ${formatCount(connections, 'open connection')} are cut`}. A
            new public endpoint gets another port; the data and the allowed IPs stay.
          </p>
          {isLast && (
            <p className="mt-2 font-medium text-text">
              It is the only endpoint of {instance.name}: nobody can connect until you add another.
            </p>
          )}
        </>
      }
      confirmLabel="Remove endpoint"
      danger={{ level: 'disruptive' }}
      onConfirm={async () => {
        const result = await deleteEndpointAction({ endpointId: endpoint.id })
        if (result.ok) {
          notify.success({ title: `Removing ${address}` })
          refresh()
        }
        return result
      }}
    />
  )
}
