'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useAccess } from '@/components/access/access-provider.tsx'
import { failureOf } from '@/components/data/query-client.ts'
import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import { Freshness } from '@/components/feedback/freshness.tsx'
import { OperationsTable } from '@/components/operations/operations-table.tsx'
import { PageHeader } from '@/components/shell/page-header.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { instancesQuery } from '@/lib/instances/query-options.ts'
import { CreateInstanceLink } from '../instances/_components/create-instance-link.tsx'
import { overviewInstances, overviewOperations } from '../overview-inputs.ts'
import { AttentionCard } from './attention-card.tsx'
import { CapacityCard } from './capacity-card.tsx'
import { InstanceFigures } from './instance-figures.tsx'
import { Welcome } from './welcome.tsx'

/** Within five seconds: what is wrong, what is going on, what room is left. */
export function OverviewView() {
  const projectId = useAccess().listedProject?.id
  const query = useQuery(instancesQuery(overviewInstances(projectId)))
  const { data, error } = query
  const retry = () => void query.refetch()
  if (data?.totalCount === 0) return <Welcome />
  return (
    <>
      <PageHeader
        title="Overview"
        meta={
          <Freshness
            updatedAt={query.dataUpdatedAt}
            failing={error !== null || query.failureCount > 0}
            onRetry={retry}
          />
        }
        actions={<CreateInstanceLink />}
      />
      {!data && error && (
        <ErrorNotice
          title="Instances could not be read"
          message={failureOf(error).message}
          requestId={failureOf(error).requestId}
          onRetry={retry}
          retrying={query.isFetching}
        />
      )}
      {!data && !error && <Skeleton className="h-64 w-full" />}
      {data && (
        <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
          <div className="min-w-0 space-y-6">
            <AttentionCard instances={data.instances} complete={data.totalCount <= 100} />
            <Card
              title="Recent activity"
              padded={false}
              actions={
                <Link href="/activity" className="text-sm text-accent hover:underline">
                  Show all activity
                </Link>
              }
            >
              <OperationsTable
                input={overviewOperations(projectId)}
                caption="Newest operations"
                emptyText="What happens to your instances appears here."
                paged={false}
              />
            </Card>
          </div>
          <div className="space-y-6">
            <InstanceFigures instances={data.instances} total={data.totalCount} />
            <CapacityCard />
          </div>
        </div>
      )}
    </>
  )
}
