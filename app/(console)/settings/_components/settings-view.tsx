'use client'

import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { failureOf } from '@/components/data/query-client.ts'
import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import { Notice } from '@/components/feedback/notice.tsx'
import { StatusBadge } from '@/components/status/status-badge.tsx'
import { buttonClass } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { formatCount } from '@/lib/format/count.ts'
import { formatDay } from '@/lib/format/time.ts'
import { installationQuery } from '@/lib/installation/query-options.ts'
import type { InstallationDto } from '@/lib/installation/schema.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** How the installation is set up; it is changed by its environment, not here. */
export function SettingsView() {
  const query = useQuery(installationQuery())
  const { data, error } = query
  if (!data && error) {
    const failure = failureOf(error)
    return (
      <ErrorNotice
        title="The settings could not be read"
        message={failure.message}
        requestId={failure.requestId}
        onRetry={() => void query.refetch()}
        retrying={query.isFetching}
      />
    )
  }
  if (!data) return <Skeleton className="h-96 w-full" />
  return (
    <div className="space-y-6">
      <Notice>
        These are set by environment variables where Holdfast is started, and take effect at its
        next start.
      </Notice>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <General installation={data} />
        <Authority installation={data} />
        <SignIn installation={data} />
        <Keeping installation={data} />
      </div>
    </div>
  )
}

interface Part {
  installation: InstallationDto
}

function General({ installation }: Part) {
  const { version, region, publicHost, endpointPorts } = installation
  return (
    <Card title="Installation" padded={false}>
      <Facts>
        <Fact label="Version">{version}</Fact>
        <Fact label="Region">
          <Code>{region}</Code>
        </Fact>
        <Fact label="Public host" variable="HOLDFAST_PUBLIC_HOST">
          <Code>{publicHost}</Code>
        </Fact>
        <Fact label="Endpoint ports" variable="HOLDFAST_ENDPOINT_PORTS">
          <Code>
            {endpointPorts.first}–{endpointPorts.last}
          </Code>
        </Fact>
      </Facts>
    </Card>
  )
}

function Authority({ installation: { authority } }: Part) {
  return (
    <Card
      title="Certificate authority"
      description="Signs the certificate of every instance"
      padded={false}
      actions={
        authority && (
          <a
            href="/data/installation/certificate-authority"
            download="holdfast-ca.pem"
            className={buttonClass({ size: 'sm' })}
          >
            <Download aria-hidden />
            Download CA certificate
          </a>
        )
      }
    >
      {authority === null ? (
        <p className="p-4 text-muted">It is made together with the first instance.</p>
      ) : (
        <Facts>
          <Fact label="Subject">{authority.subject.replaceAll('\n', ', ')}</Fact>
          <Fact label="Expires">{formatDay(authority.notAfter)}</Fact>
          <Fact label="SHA-256 fingerprint">
            <span className="flex items-start gap-1">
              <span className="min-w-0 font-mono text-xs break-all">
                {authority.sha256Fingerprint}
              </span>
              <CopyButton text={authority.sha256Fingerprint} label="Copy fingerprint" />
            </span>
          </Fact>
        </Facts>
      )}
    </Card>
  )
}

function SignIn({ installation: { oidc, sessions } }: Part) {
  return (
    <Card title="Sign-in and sessions" padded={false}>
      <Facts>
        <Fact label="Ends without a request" variable="HOLDFAST_SESSION_IDLE_HOURS">
          after {formatCount(sessions.idleMs / hourMs, 'hour')}
        </Fact>
        <Fact label="Ends in any case" variable="HOLDFAST_SESSION_MAX_DAYS">
          after {formatCount(sessions.maxMs / dayMs, 'day')}
        </Fact>
        <Fact label="OpenID Connect" variable="HOLDFAST_OIDC_ISSUER">
          {oidc === null ? (
            <StatusBadge tone="idle" label="Off" />
          ) : (
            <span className="flex flex-wrap items-center gap-2">
              <StatusBadge tone="good" label="On" />
              {oidc.name}
            </span>
          )}
        </Fact>
        {oidc && (
          <>
            <Fact label="Issuer">
              <span className="font-mono text-sm break-all">{oidc.issuer}</span>
            </Fact>
            <Fact label="Groups claim" variable="HOLDFAST_OIDC_GROUPS_CLAIM">
              <Code>{oidc.groupsClaim}</Code>
            </Fact>
            <Fact label="Allowed domains" variable="HOLDFAST_OIDC_ALLOWED_DOMAINS">
              {oidc.allowedDomains.length === 0 ? 'All' : oidc.allowedDomains.join(', ')}
            </Fact>
            <Fact label="Strangers" variable="HOLDFAST_OIDC_AUTO_CREATE">
              {oidc.autoCreate ? 'Become members without rights' : 'Are refused'}
            </Fact>
          </>
        )}
      </Facts>
    </Card>
  )
}

function Keeping({ installation: { storage, isAuditLogGuarded } }: Part) {
  return (
    <Card title="Data" padded={false}>
      <Facts>
        <Fact label="Audit log">
          {isAuditLogGuarded ? (
            <StatusBadge tone="good" label="The console can only append" />
          ) : (
            <StatusBadge
              tone="attention"
              label="Guarded by a trigger only"
              reason="Set HOLDFAST_CONSOLE_DATABASE_URL to a role of its own for the console."
            />
          )}
        </Fact>
        {storage === null ? (
          <Fact label="Where it lies">Shown to owners of the organization</Fact>
        ) : (
          <>
            <Fact label="Data directory" variable="HOLDFAST_DATA_DIR">
              <span className="font-mono text-sm break-all">{storage.dataDir}</span>
            </Fact>
            <Fact label="Control database" variable="DATABASE_URL">
              <span className="font-mono text-sm break-all">{storage.controlDatabase}</span>
            </Fact>
          </>
        )}
      </Facts>
    </Card>
  )
}

function Facts({ children }: { children: ReactNode }) {
  return <dl className="divide-y divide-border">{children}</dl>
}

function Fact({
  label,
  variable,
  children,
}: {
  label: string
  /** What it is set by. */
  variable?: string
  children: ReactNode
}) {
  return (
    <div className="grid gap-x-4 gap-y-0.5 px-4 py-2.5 sm:grid-cols-[14rem_minmax(0,1fr)]">
      <dt className="text-muted">
        {label}
        {variable && <span className="block font-mono text-2xs break-all">{variable}</span>}
      </dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  )
}

function Code({ children }: { children: ReactNode }) {
  return <span className="font-mono text-sm">{children}</span>
}
