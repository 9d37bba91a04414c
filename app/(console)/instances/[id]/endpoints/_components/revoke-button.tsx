'use client'

import { useState } from 'react'
import { DangerDialog } from '@/components/feedback/danger-dialog.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import type { ClientCertificateDto } from '@/lib/certificates/schema.ts'
import { revokeClientCertificateAction } from '../tls-actions.ts'
import { useRefreshCertificates } from './use-refresh-certificates.ts'

/** Takes a client certificate out of use; nothing to see for one that is revoked already. */
export function RevokeButton({
  instanceId,
  certificate,
  disabledReason,
}: {
  instanceId: string
  certificate: ClientCertificateDto
  disabledReason: string | null
}) {
  const refresh = useRefreshCertificates()
  const [open, setOpen] = useState(false)
  const { id, userName, description, status } = certificate
  if (status === 'revoked' || status === 'revoking') return null
  return (
    <>
      <ReasonButton
        size="sm"
        disabledReason={disabledReason}
        aria-label={`Revoke certificate of ${userName}${description && `, ${description}`}`}
        onClick={() => setOpen(true)}
      >
        Revoke
      </ReasonButton>
      <DangerDialog
        open={open}
        onOpenChange={setOpen}
        title={`Revoke the certificate of ${userName}?`}
        effect="The certificate counts no longer within seconds, and connections that use it are closed. This cannot be undone; another certificate can be issued. The user and the password stay."
        confirmLabel="Revoke certificate"
        danger={{ level: 'disruptive' }}
        onConfirm={async () => {
          const result = await revokeClientCertificateAction({
            instanceId,
            clientCertificateId: id,
          })
          if (result.ok) {
            notify.success({ title: `Revoking the certificate of ${userName}` })
            refresh()
          }
          return result
        }}
      />
    </>
  )
}
