'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useAccess } from '@/components/access/access-provider.tsx'
import { failureOf } from '@/components/data/query-client.ts'
import { EmptyState } from '@/components/feedback/empty-state.tsx'
import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import { Freshness } from '@/components/feedback/freshness.tsx'
import { DataTable } from '@/components/table/data-table.tsx'
import { FilterBar, type SelectFilter } from '@/components/table/filter-bar.tsx'
import { Pagination } from '@/components/table/pagination.tsx'
import { useUrlState } from '@/components/table/use-url-state.ts'
import { Button } from '@/components/ui/button.tsx'
import { formatCount } from '@/lib/format/count.ts'
import { engineFacts, engineNames } from '@/lib/instances/engines.ts'
import { instancesQuery } from '@/lib/instances/query-options.ts'
import { instanceStatuses, statusLabel } from '@/lib/instances/state.ts'
import { listInputFrom, pageSize, sortFrom } from '../list-input.ts'
import { CreateInstanceLink } from './create-instance-link.tsx'
import { instanceColumns } from './instance-columns.tsx'
import { InstancesSkeleton } from './instances-skeleton.tsx'

const filters: readonly SelectFilter[] = [
  {
    key: 'engine',
    label: 'Engine',
    options: engineNames.map((name) => ({ value: name, label: engineFacts[name].label })),
  },
  {
    key: 'status',
    label: 'Status',
    options: instanceStatuses.map((status) => ({ value: status, label: statusLabel(status) })),
  },
]

const filterKeys = ['name', 'engine', 'status', 'tag']

export function InstancesView() {
  const { params, set } = useUrlState()
  const { listedProject } = useAccess()
  const input = listInputFrom((key) => params.get(key), listedProject?.id)
  const query = useQuery({ ...instancesQuery(input), placeholderData: keepPreviousData })
  const { data, error } = query
  const retry = () => void query.refetch()

  if (!data) {
    if (!error) return <InstancesSkeleton />
    const failure = failureOf(error)
    return (
      <div className="rounded-lg border border-border bg-surface shadow-raised">
        <FilterBar searchKey="name" searchLabel="Search by name" filters={filters} />
        <ErrorNotice
          className="m-4"
          title="Instances could not be read"
          message={failure.message}
          requestId={failure.requestId}
          onRetry={retry}
          retrying={query.isFetching}
        />
      </div>
    )
  }

  const filtered = filterKeys.some((key) => params.get(key))
  if (data.totalCount === 0 && !filtered) {
    return (
      <div className="rounded-lg border border-border bg-surface shadow-raised">
        <EmptyState kind="nothing" title="No instances yet" action={<CreateInstanceLink />}>
          An instance is a PostgreSQL or MySQL of your own: kept running, reached over verified TLS
          at an address that stays.
        </EmptyState>
      </div>
    )
  }
  return (
    <div className="rounded-lg border border-border bg-surface shadow-raised">
      <FilterBar searchKey="name" searchLabel="Search by name" filters={filters} />
      {data.totalCount === 0 ? (
        <EmptyState
          kind="filtered"
          title="No instance matches"
          action={
            <Button onClick={() => set(Object.fromEntries(filterKeys.map((key) => [key, null])))}>
              Clear filters
            </Button>
          }
        >
          Change or clear the filters to see the others.
        </EmptyState>
      ) : (
        <DataTable
          caption="Instances"
          columns={instanceColumns}
          rows={data.instances}
          rowKey={(instance) => instance.id}
          sort={sortFrom(params.get('sort'))}
        />
      )}
      <footer className="flex flex-wrap items-center justify-between gap-2 border-t border-border px-4 py-2">
        <p className="text-xs text-muted" role="status">
          {formatCount(data.totalCount, 'instance')}
        </p>
        <Pagination page={input.page ?? 1} pageSize={pageSize} total={data.totalCount} />
        <Freshness
          updatedAt={query.dataUpdatedAt}
          failing={error !== null || query.failureCount > 0}
          onRetry={retry}
        />
      </footer>
    </div>
  )
}
