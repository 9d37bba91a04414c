'use client'

import { RotateCw } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useState, type ReactNode } from 'react'
import { failureOf } from '@/components/data/query-client.ts'
import { EmptyState } from '@/components/feedback/empty-state.tsx'
import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import { Freshness } from '@/components/feedback/freshness.tsx'
import { EngineMark } from '@/components/instances/engine-mark.tsx'
import { PageHeader } from '@/components/shell/page-header.tsx'
import { InstanceBadge } from '@/components/status/instance-badge.tsx'
import { buttonClass } from '@/components/ui/button.tsx'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import { RouteTabs } from '@/components/ui/route-tabs.tsx'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { InstanceMenu } from '../../_components/instance-menu.tsx'
import { useInstancePermissions } from '../../_components/use-instance-permissions.ts'
import { useInstance } from './use-instance.ts'

const RestartDialog = dynamic(() =>
  import('../../_components/restart-dialog.tsx').then((module) => module.RestartDialog),
)

const crumbs = [{ label: 'Instances', href: '/instances' }]

function tabsOf({ id, engineName: engine }: InstanceDto) {
  const base = `/instances/${id}`
  const disabledReason = 'Not available yet'
  return [
    { href: base, label: 'Overview' },
    { href: `${base}/databases`, label: 'Databases' },
    { href: `${base}/users`, label: 'Users' },
    { href: `${base}/allowed-ips`, label: 'Allowed IPs' },
    { href: `${base}/endpoints`, label: 'Endpoints and TLS' },
    { href: `${base}/settings`, label: 'Settings' },
    ...(engine === 'postgresql' ? [{ href: `${base}/extensions`, label: 'Extensions' }] : []),
    { href: `${base}/backups`, label: 'Backups', disabledReason },
    { href: `${base}/metrics`, label: 'Metrics', disabledReason },
    { href: `${base}/activity`, label: 'Activity' },
  ]
}

/** Header and tabs of an instance, around whichever of its pages is shown. */
export function InstanceFrame({
  instanceId,
  children,
}: {
  instanceId: string
  children: ReactNode
}) {
  const {
    data: instance,
    error,
    gone,
    dataUpdatedAt,
    failureCount,
    refetch,
  } = useInstance(instanceId)
  if (gone) return <Gone name={instance?.name} />
  if (!instance) {
    const failure = error && failureOf(error)
    if (!failure) return null
    return (
      <ErrorNotice
        title="The instance could not be read"
        message={failure.message}
        requestId={failure.requestId}
        onRetry={() => void refetch()}
      />
    )
  }
  return (
    <>
      <PageHeader
        crumbs={crumbs}
        title={
          <span className="flex items-center gap-3">
            <EngineMark engine={instance.engineName} />
            {instance.name}
          </span>
        }
        status={<InstanceBadge instance={instance} />}
        meta={
          <Freshness
            updatedAt={dataUpdatedAt}
            failing={error !== null || failureCount > 0}
            onRetry={() => void refetch()}
          />
        }
        actions={<Actions instance={instance} />}
        tabs={<RouteTabs label={`Pages of ${instance.name}`} tabs={tabsOf(instance)} />}
      />
      {children}
    </>
  )
}

function Actions({ instance }: { instance: InstanceDto }) {
  const permissions = useInstancePermissions(instance)
  const [restart, setRestart] = useState<boolean | null>(null)
  return (
    <>
      <ReasonButton
        icon={<RotateCw aria-hidden />}
        disabledReason={permissions.restart}
        onClick={() => setRestart(true)}
      >
        Restart instance
      </ReasonButton>
      <InstanceMenu instance={instance} place="page" />
      {restart !== null && (
        <RestartDialog instance={instance} open={restart} onOpenChange={setRestart} />
      )}
    </>
  )
}

function Gone({ name }: { name: string | undefined }) {
  return (
    <EmptyState
      page
      kind="filtered"
      title={name ? `${name} was deleted` : 'This instance was deleted'}
      action={
        <>
          <Link href="/instances" className={buttonClass({ variant: 'primary' })}>
            Show all instances
          </Link>
          <Link href="/activity" className={buttonClass()}>
            Show activity
          </Link>
        </>
      }
    >
      Its data and its endpoint are gone. Its activity is kept.
    </EmptyState>
  )
}
