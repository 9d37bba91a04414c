'use client'

import { useQuery } from '@tanstack/react-query'
import { Freshness } from '@/components/feedback/freshness.tsx'
import { Fact } from '@/components/iam/facts.tsx'
import { PageHeader } from '@/components/shell/page-header.tsx'
import { RelativeTime } from '@/components/time/relative-time.tsx'
import { Card } from '@/components/ui/card.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { missing } from '@/lib/format/bytes.ts'
import { applicationQuery } from '@/lib/iam/applications/query-options.ts'
import type { ApplicationDto } from '@/lib/iam/applications/schema.ts'
import { AbilitiesCard } from '../../../_components/abilities-card.tsx'
import { ActivityCard } from '../../../_components/activity-card.tsx'
import { ApiKeysCard } from '../../../_components/api-keys-card.tsx'
import { DetailState } from '../../../_components/detail-state.tsx'
import { GroupsCard } from '../../../_components/groups-card.tsx'
import { PoliciesCard } from '../../../_components/policies-card.tsx'
import { ApplicationMenu } from '../../_components/application-menu.tsx'

export function ApplicationView({ applicationId }: { applicationId: string }) {
  const query = useQuery(applicationQuery(applicationId))
  return (
    <DetailState
      query={query}
      noun="application"
      readAction="application.read"
      list={{ href: '/iam/applications', label: 'Show all applications' }}
    >
      {(application) => (
        <>
          <PageHeader
            crumbs={[
              { label: 'IAM', href: '/iam' },
              { label: 'Applications', href: '/iam/applications' },
            ]}
            title={application.name}
            meta={
              <Freshness
                updatedAt={query.dataUpdatedAt}
                failing={query.error !== null || query.failureCount > 0}
                onRetry={() => void query.refetch()}
              />
            }
            actions={<ApplicationMenu application={application} place="page" />}
          />
          <Parts application={application} />
        </>
      )}
    </DetailState>
  )
}

function Parts({ application }: { application: ApplicationDto }) {
  const principal = { kind: 'application', id: application.id, name: application.name } as const
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="min-w-0 space-y-6">
        <ApiKeysCard bearer={principal} />
        <AbilitiesCard principal={principal} title="What can it do?" />
        <ActivityCard actorId={application.id} />
      </div>
      <div className="space-y-6">
        <Card title="Facts" padded={false}>
          <dl className="divide-y divide-border">
            <Fact label="Description">{application.description || missing}</Fact>
            <Fact label="Last used">
              {application.lastUsedAt ? <RelativeTime at={application.lastUsedAt} /> : 'Never'}
            </Fact>
            <Fact label="Created">
              <RelativeTime at={application.createdAt} />
            </Fact>
            <Fact label="ID">
              <span className="flex items-center gap-1">
                <span className="min-w-0 font-mono text-xs break-all">{application.id}</span>
                <CopyButton text={application.id} label="Copy ID" />
              </span>
            </Fact>
          </dl>
        </Card>
        <PoliciesCard principal={principal} groups={application.groups} />
        <GroupsCard groups={application.groups} />
      </div>
    </div>
  )
}
