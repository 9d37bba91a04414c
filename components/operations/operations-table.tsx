'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { failureOf } from '@/components/data/query-client.ts'
import { EmptyState } from '@/components/feedback/empty-state.tsx'
import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import { Freshness } from '@/components/feedback/freshness.tsx'
import { OperationBadge } from '@/components/status/operation-badge.tsx'
import type { Column } from '@/components/table/columns.ts'
import { DataTable, TableSkeleton } from '@/components/table/data-table.tsx'
import { Pagination } from '@/components/table/pagination.tsx'
import { Elapsed } from '@/components/time/elapsed.tsx'
import { RelativeTime } from '@/components/time/relative-time.tsx'
import { missing } from '@/lib/format/bytes.ts'
import { operationsQuery } from '@/lib/operations/query-options.ts'
import type { ListOperationsInput, OperationDto } from '@/lib/operations/schema.ts'
import { operationLabel, stepLabel } from '@/lib/operations/state.ts'

function resultOf(operation: OperationDto): string {
  if (operation.status === 'failed') return operation.errorMessage ?? 'The agent gave no reason.'
  const step = operation.steps.at(-1)
  if (operation.status !== 'running' || !step) return missing
  return step.message ? `${stepLabel(step.name)}: ${step.message}` : stepLabel(step.name)
}

const kind: Column<OperationDto> = {
  key: 'kind',
  header: 'Operation',
  skeleton: 'w-32',
  cell: (operation) => (
    <>
      <span className="font-medium whitespace-nowrap">{operationLabel(operation.kind)}</span>
      <span className="block text-sm text-muted sm:hidden">
        <RelativeTime at={operation.createdAt} />
      </span>
    </>
  ),
}
const instance: Column<OperationDto> = {
  key: 'instance',
  header: 'Instance',
  skeleton: 'w-28',
  cell: (operation) =>
    operation.kind === 'instance.delete' && operation.status === 'succeeded' ? (
      operation.instanceName
    ) : (
      <Link
        href={`/instances/${operation.instanceId}`}
        className="inline-flex min-h-6 items-center text-accent hover:underline"
      >
        {operation.instanceName}
      </Link>
    ),
}
const others: Column<OperationDto>[] = [
  {
    key: 'status',
    header: 'Status',
    skeleton: 'w-20',
    cell: (operation) => <OperationBadge operation={operation} />,
  },
  {
    key: 'result',
    header: 'Result',
    from: 'lg',
    skeleton: 'w-48',
    className: 'w-full min-w-48',
    cell: (operation) => (
      <span className="line-clamp-2 text-sm break-words text-muted" title={resultOf(operation)}>
        {resultOf(operation)}
      </span>
    ),
  },
  {
    key: 'actor',
    header: 'By',
    from: 'md',
    skeleton: 'w-32',
    cell: (operation) => (
      <span className="block max-w-44 truncate" title={operation.actorName}>
        {operation.actorName}
      </span>
    ),
  },
  {
    key: 'begun',
    header: 'Begun',
    from: 'sm',
    skeleton: 'w-16',
    cell: (operation) => <RelativeTime at={operation.createdAt} />,
  },
  {
    key: 'took',
    header: 'Took',
    align: 'right',
    from: 'sm',
    skeleton: 'w-12',
    cell: (operation) => <Elapsed from={operation.createdAt} until={operation.endedAt} />,
  },
]

/** Who did what, when, with what result: of one instance, or of everything. */
export function OperationsTable({
  input,
  caption,
  emptyText,
  paged = true,
}: {
  input: ListOperationsInput
  caption: string
  emptyText: string
  /** False for a short list that leads to the full one. */
  paged?: boolean
}) {
  const query = useQuery({ ...operationsQuery(input), placeholderData: keepPreviousData })
  const columns = input.instanceId === undefined ? [kind, instance, ...others] : [kind, ...others]
  const { data, error } = query
  if (!data) {
    if (!error) return <TableSkeleton caption={caption} columns={columns} />
    const failure = failureOf(error)
    return (
      <ErrorNotice
        className="m-4"
        title="Activity could not be read"
        message={failure.message}
        requestId={failure.requestId}
        onRetry={() => void query.refetch()}
        retrying={query.isFetching}
      />
    )
  }
  if (data.totalCount === 0) {
    return (
      <EmptyState kind="nothing" title="No activity yet">
        {emptyText}
      </EmptyState>
    )
  }
  return (
    <>
      <DataTable
        caption={caption}
        columns={columns}
        rows={data.operations}
        rowKey={(operation) => operation.id}
      />
      {paged && (
        <footer className="flex flex-wrap items-center justify-between gap-2 border-t border-border px-4 py-2">
          <Freshness
            updatedAt={query.dataUpdatedAt}
            failing={error !== null}
            onRetry={() => void query.refetch()}
          />
          <Pagination
            page={input.page ?? 1}
            pageSize={input.pageSize ?? 50}
            total={data.totalCount}
          />
        </footer>
      )}
    </>
  )
}
