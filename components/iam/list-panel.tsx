'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { failureOf } from '@/components/data/query-client.ts'
import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import { EmptyState } from '@/components/feedback/empty-state.tsx'
import { Freshness } from '@/components/feedback/freshness.tsx'
import type { Column } from '@/components/table/columns.ts'
import { DataTable, TableSkeleton } from '@/components/table/data-table.tsx'
import { FilterBar, type SelectFilter } from '@/components/table/filter-bar.tsx'
import { Pagination } from '@/components/table/pagination.tsx'
import type { Sort } from '@/components/table/sort.ts'
import { useUrlState } from '@/components/table/use-url-state.ts'
import { Button } from '@/components/ui/button.tsx'
import { formatCount } from '@/lib/format/count.ts'

interface ListPage<R> {
  rows: readonly R[]
  totalCount: number
}

/** One list of IAM in all of its states: loading, failed, nothing yet, nothing found, filled. */
export function ListPanel<D, R>({
  query,
  select,
  noun,
  columns,
  rowKey,
  sort,
  search,
  filters = [],
  action,
  empty,
  page,
  pageSize,
}: {
  query: UseQueryResult<D>
  select: (data: D) => ListPage<R>
  noun: { one: string; many: string }
  columns: readonly Column<R>[]
  rowKey: (row: R) => string
  sort?: Sort
  /** What the search field looks in, for example "name or e-mail". */
  search: string
  filters?: readonly SelectFilter[]
  /** The button that makes one more. */
  action?: ReactNode
  empty: ReactNode
  page: number
  pageSize: number
}) {
  const { params, set } = useUrlState()
  const { data, error } = query
  const retry = () => void query.refetch()
  const keys = ['search', ...filters.map(({ key }) => key)]
  const isFiltered = keys.some((key) => params.get(key))
  const found = data === undefined ? undefined : select(data)
  const caption = noun.many.charAt(0).toUpperCase() + noun.many.slice(1)
  const isEmpty = found?.totalCount === 0 && !isFiltered
  return (
    <div className="rounded-lg border border-border bg-surface shadow-raised">
      {!isEmpty && (
        <div className="flex flex-wrap border-b border-border [&>[role=search]]:border-b-0">
          <div className="min-w-0 flex-1 basis-64 [&>[role=search]]:border-b-0">
            <FilterBar searchKey="search" searchLabel={`Search by ${search}`} filters={filters} />
          </div>
          {action && <div className="p-3 max-sm:w-full max-sm:pt-0">{action}</div>}
        </div>
      )}
      {!found && !error && <TableSkeleton caption={caption} columns={columns} />}
      {!found && error && (
        <ErrorNotice
          className="m-4"
          title={`${caption} could not be read`}
          message={failureOf(error).message}
          requestId={failureOf(error).requestId}
          onRetry={retry}
          retrying={query.isFetching}
        />
      )}
      {isEmpty && (
        <EmptyState kind="nothing" title={`No ${noun.many} yet`} action={action}>
          {empty}
        </EmptyState>
      )}
      {found?.totalCount === 0 && isFiltered && (
        <EmptyState
          kind="filtered"
          title={`No ${noun.one} matches`}
          action={
            <Button onClick={() => set(Object.fromEntries(keys.map((key) => [key, null])))}>
              Clear filters
            </Button>
          }
        >
          Change or clear the filters to see the others.
        </EmptyState>
      )}
      {found && found.totalCount > 0 && (
        <>
          <DataTable
            caption={caption}
            columns={columns}
            rows={found.rows}
            rowKey={rowKey}
            {...(sort && { sort })}
          />
          <footer className="flex flex-wrap items-center justify-between gap-2 border-t border-border px-4 py-2">
            <p className="text-xs text-muted" role="status">
              {formatCount(found.totalCount, noun.one, noun.many)}
            </p>
            <Pagination page={page} pageSize={pageSize} total={found.totalCount} />
            <Freshness
              updatedAt={query.dataUpdatedAt}
              failing={error !== null || query.failureCount > 0}
              onRetry={retry}
            />
          </footer>
        </>
      )}
    </div>
  )
}
