'use client'

import { useState } from 'react'
import { DangerDialog } from '@/components/feedback/danger-dialog.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { Badge } from '@/components/ui/badge.tsx'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import type { ClientCertificatesDto } from '@/lib/certificates/schema.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { requireCertificateAction } from '../tls-actions.ts'
import { useRefreshCertificates } from './use-refresh-certificates.ts'
import { useTlsPermissions } from './use-tls-permissions.ts'

/** Which users are let in only with a certificate, and the buttons that change that. */
export function RequiredUsers({
  instance,
  data,
}: {
  instance: InstanceDto
  data: ClientCertificatesDto
}) {
  return (
    <div className="border-t border-border">
      <h3 className="px-4 pt-3 pb-1 text-xs font-medium text-muted">Users who must show one</h3>
      <ul className="divide-y divide-border">
        {data.users.map((user) => (
          <li key={user.name} className="flex min-h-12 flex-wrap items-center gap-3 px-4 py-2">
            <span className="min-w-0 flex-1 basis-32 font-mono text-sm break-all">{user.name}</span>
            <User instance={instance} user={user} data={data} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function User({
  instance,
  user,
  data,
}: {
  instance: InstanceDto
  user: ClientCertificatesDto['users'][number]
  data: ClientCertificatesDto
}) {
  const permissions = useTlsPermissions(instance)
  const refresh = useRefreshCertificates()
  const [open, setOpen] = useState(false)
  const { name, requiresClientCertificate: isRequired } = user
  const active = data.clientCertificates.filter(
    ({ userName, status }) => userName === name && status === 'active',
  )
  return (
    <>
      {isRequired && <Badge tone="success">Certificate required</Badge>}
      {isRequired && active.length === 0 && (
        <Badge tone="danger" title="Nobody can sign in as this user until one is issued.">
          No certificate
        </Badge>
      )}
      <ReasonButton
        size="sm"
        disabledReason={permissions.require}
        aria-label={`${isRequired ? 'Require no certificate of' : 'Require certificate of'} ${name}`}
        onClick={() => setOpen(true)}
      >
        {isRequired ? 'Require no certificate' : 'Require certificate'}
      </ReasonButton>
      <DangerDialog
        open={open}
        onOpenChange={setOpen}
        title={
          isRequired ? `Let ${name} in by password alone?` : `Require a certificate of ${name}?`
        }
        effect={effectOn(name, isRequired, active.length)}
        confirmLabel={isRequired ? 'Require no certificate' : 'Require certificate'}
        danger={{ level: 'disruptive' }}
        onConfirm={async () => {
          const result = await requireCertificateAction({
            instanceId: instance.id,
            name,
            requiresClientCertificate: !isRequired,
          })
          if (result.ok) {
            notify.success({
              title: isRequired
                ? `${name} needs no certificate any more`
                : `${name} must show a certificate`,
            })
            refresh()
          }
          return result
        }}
      />
    </>
  )
}

function effectOn(name: string, isRequired: boolean, active: number): string {
  if (isRequired) {
    return 'The password alone lets the user in within seconds. Certificates that were issued stay as they are.'
  }
  const effect =
    'Within seconds the user is let in only with a certificate of this instance besides the password. Connections of the user without one are closed.'
  if (active > 0) return effect
  return `${effect} ${name} has no certificate yet: nobody can sign in as ${name} until you issue one.`
}
