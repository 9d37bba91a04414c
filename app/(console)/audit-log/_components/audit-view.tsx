'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ScrollText } from 'lucide-react'
import { useMemo, useState } from 'react'
import { failureOf } from '@/components/data/query-client.ts'
import { EmptyState } from '@/components/feedback/empty-state.tsx'
import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import { Freshness } from '@/components/feedback/freshness.tsx'
import { DataTable, TableSkeleton } from '@/components/table/data-table.tsx'
import { useUrlState } from '@/components/table/use-url-state.ts'
import { Button } from '@/components/ui/button.tsx'
import { auditQuery } from '@/lib/audit/query-options.ts'
import type { AuditEntryDto } from '@/lib/audit/schema.ts'
import { auditInputFrom, filterKeys } from '../audit-input.ts'
import { auditColumns } from './audit-columns.tsx'
import { AuditFilters } from './audit-filters.tsx'
import { CursorPages } from './cursor-pages.tsx'
import { EntrySheet } from './entry-sheet.tsx'

/** No filter and no place in the log: the newest entries. */
const nothing = Object.fromEntries(
  [...filterKeys, 'range', 'before', 'after'].map((key) => [key, null]),
)

export function AuditView() {
  const { params, set } = useUrlState()
  const [opened, setOpened] = useState<AuditEntryDto | null>(null)
  const columns = useMemo(() => auditColumns(setOpened), [])
  const input = auditInputFrom((key) => params.get(key))
  const query = useQuery({ ...auditQuery(input), placeholderData: keepPreviousData })
  const { data, error } = query
  const failure = error && !data ? failureOf(error) : null
  if (failure?.code === 'forbidden') {
    return (
      <EmptyState kind="forbidden" title="You may not read the audit log">
        Ask an owner of the organization for AuditTrailReadOnly.
      </EmptyState>
    )
  }
  const isFiltered = filterKeys.some((key) => params.get(key))
  return (
    <div className="rounded-lg border border-border bg-surface shadow-raised">
      <AuditFilters />
      {failure && (
        <ErrorNotice
          className="m-4"
          title="The audit log could not be read"
          message={failure.message}
          requestId={failure.requestId}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      )}
      {!data && !failure && <TableSkeleton caption="Audit log" columns={columns} rows={10} />}
      {data && data.entries.length === 0 && (
        <EmptyState
          kind={isFiltered ? 'filtered' : 'nothing'}
          title={isFiltered ? 'No entry matches' : 'No entries here'}
          action={<Button onClick={() => set(nothing)}>Show the newest entries</Button>}
        >
          {isFiltered
            ? 'Change or clear the filters to see the others.'
            : 'Every change and every refused attempt appears in the log, and stays.'}
        </EmptyState>
      )}
      {data && data.entries.length > 0 && (
        <DataTable
          caption="Audit log"
          columns={columns}
          rows={data.entries}
          rowKey={(entry) => entry.id}
        />
      )}
      {data && (
        <footer className="flex flex-wrap items-center justify-between gap-2 border-t border-border px-4 py-2">
          <p className="inline-flex items-center gap-1.5 text-xs text-muted">
            <ScrollText aria-hidden className="size-3.5" />
            Entries cannot be changed or removed.
          </p>
          <CursorPages page={data} isNewest={!params.get('before') && !params.get('after')} />
          <Freshness
            updatedAt={query.dataUpdatedAt}
            failing={error !== null || query.failureCount > 0}
            onRetry={() => void query.refetch()}
          />
        </footer>
      )}
      <EntrySheet
        entry={opened}
        onClose={() => setOpened(null)}
        showSame={(filters) => {
          set({ ...nothing, ...filters })
          setOpened(null)
        }}
      />
    </div>
  )
}
