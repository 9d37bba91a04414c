'use client'

import { useQuery } from '@tanstack/react-query'
import { Download, RotateCw } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { failureOf } from '@/components/data/query-client.ts'
import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import { Notice } from '@/components/feedback/notice.tsx'
import { useNow } from '@/components/time/use-now.ts'
import { Badge } from '@/components/ui/badge.tsx'
import { buttonClass } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { tlsQuery } from '@/lib/certificates/query-options.ts'
import type { TlsDto } from '@/lib/certificates/schema.ts'
import { daysLeft, expiryOf, expiryWarning } from '@/lib/certificates/state.ts'
import { formatCount } from '@/lib/format/count.ts'
import { formatDay, formatUtc } from '@/lib/format/time.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { RenewDialog } from './renew-dialog.tsx'
import { TlsCommands } from './tls-commands.tsx'
import { useTlsPermissions } from './use-tls-permissions.ts'

/** What the instance presents to its clients, how they verify it, and its renewal. */
export function TlsCard({ instance }: { instance: InstanceDto }) {
  const query = useQuery(tlsQuery(instance.id))
  const permissions = useTlsPermissions(instance)
  const [renew, setRenew] = useState<boolean | null>(null)
  const certificate = query.data?.certificate ?? null
  const busy = certificate?.isRenewing ? 'The certificate is being renewed.' : null
  return (
    <Card
      title="TLS certificate"
      description="Traffic is encrypted from your client to the engine; nothing in between opens it"
      actions={
        <ReasonButton
          icon={<RotateCw aria-hidden />}
          size="sm"
          disabledReason={permissions.renew ?? busy}
          onClick={() => setRenew(true)}
        >
          Renew certificate
        </ReasonButton>
      }
    >
      {query.data && <Loaded instance={instance} tls={query.data} />}
      {!query.data && query.error && (
        <ErrorNotice
          title="The certificate could not be read"
          message={failureOf(query.error).message}
          requestId={failureOf(query.error).requestId}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      )}
      {!query.data && !query.error && <Skeleton className="h-40 w-full" />}
      {renew !== null && <RenewDialog instance={instance} open={renew} onOpenChange={setRenew} />}
    </Card>
  )
}

function Loaded({ instance, tls }: { instance: InstanceDto; tls: TlsDto }) {
  const { certificate, authority } = tls
  if (!certificate || !authority) {
    return (
      <p className="text-muted">
        The certificate is issued while the instance is created. It appears here in a moment.
      </p>
    )
  }
  const names = [...certificate.dnsNames, ...certificate.ipAddresses]
  return (
    <div className="space-y-4">
      <Remarks certificate={certificate} />
      <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2 xl:grid-cols-4">
        <Fact label="Valid until">
          <Until notAfter={certificate.notAfter} />
        </Fact>
        <Fact label="Authority valid until">
          <Until notAfter={authority.notAfter} />
        </Fact>
        <Fact label="Without TLS">
          {tls.requireTls ? 'Refused' : <Badge tone="warning">Accepted</Badge>}
        </Fact>
        <Fact label="Versions">TLS 1.2 and 1.3</Fact>
        <Fact label="Valid for" wide>
          <span className="font-mono text-sm break-all">{names.join(', ')}</span>
        </Fact>
        <Fact label="SHA-256 fingerprint" wide>
          <span className="inline-flex items-start gap-1">
            <span className="font-mono text-sm break-all">{certificate.sha256Fingerprint}</span>
            <CopyButton text={certificate.sha256Fingerprint} label="Copy fingerprint" />
          </span>
        </Fact>
      </dl>
      <div className="flex flex-wrap gap-2">
        <a
          href={`/data/instances/${instance.id}/certificate`}
          download
          className={buttonClass({ size: 'sm' })}
        >
          <Download aria-hidden />
          Download CA certificate
        </a>
        <a
          href={`/data/instances/${instance.id}/certificate?file=instance`}
          download
          className={buttonClass({ size: 'sm' })}
        >
          <Download aria-hidden />
          Download instance certificate
        </a>
      </div>
      <TlsCommands instance={instance} />
    </div>
  )
}

function Remarks({ certificate }: { certificate: NonNullable<TlsDto['certificate']> }) {
  const now = useNow(60_000)
  const warning = expiryWarning(certificate.notAfter, now)
  const isUrgent = warning !== null && expiryOf(certificate.notAfter, now) !== 'soon'
  return (
    <>
      {warning && <Notice tone={isUrgent ? 'danger' : 'warning'}>{warning}</Notice>}
      {certificate.isRenewing && !certificate.renewalFailure && (
        <Notice>The certificate is being renewed. Open connections are kept.</Notice>
      )}
      {certificate.renewalFailure && (
        <Notice tone="warning" title="The new certificate is not in use yet">
          {certificate.renewalFailure}
        </Notice>
      )}
    </>
  )
}

function Until({ notAfter }: { notAfter: string }) {
  const now = useNow(60_000)
  const days = daysLeft(notAfter, now)
  return (
    <time dateTime={notAfter} title={formatUtc(notAfter)} suppressHydrationWarning>
      {formatDay(notAfter)}
      <span className="text-muted"> · {formatCount(days, 'day')} left</span>
    </time>
  )
}

function Fact({
  label,
  wide = false,
  children,
}: {
  label: string
  wide?: boolean
  children: ReactNode
}) {
  return (
    <div className={wide ? 'min-w-0 sm:col-span-2' : 'min-w-0'}>
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="flex min-h-7 items-center">
        <div className="min-w-0">{children}</div>
      </dd>
    </div>
  )
}
