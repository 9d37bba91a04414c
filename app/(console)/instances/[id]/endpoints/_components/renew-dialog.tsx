'use client'

import { DangerDialog } from '@/components/feedback/danger-dialog.tsx'
import { notify } from '@/components/feedback/notify.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { renewCertificateAction } from '../tls-actions.ts'
import { useRefreshCertificates } from './use-refresh-certificates.ts'

export function RenewDialog({
  instance,
  open,
  onOpenChange,
}: {
  instance: InstanceDto
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const refresh = useRefreshCertificates()
  return (
    <DangerDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Renew the certificate of ${instance.name}?`}
      effect="The engine gets a new key and certificate while it runs. Open connections are kept. Clients that trust the CA certificate notice nothing; clients that trust only the instance's own certificate need the new file."
      confirmLabel="Renew certificate"
      danger={{ level: 'disruptive' }}
      onConfirm={async () => {
        const result = await renewCertificateAction({ instanceId: instance.id })
        if (result.ok) {
          notify.success({ title: `Renewing the certificate of ${instance.name}` })
          refresh()
        }
        return result
      }}
    />
  )
}
