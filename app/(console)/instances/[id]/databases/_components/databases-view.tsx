'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { failureOf } from '@/components/data/query-client.ts'
import { EmptyState } from '@/components/feedback/empty-state.tsx'
import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import { Freshness } from '@/components/feedback/freshness.tsx'
import { DataTable, TableSkeleton } from '@/components/table/data-table.tsx'
import { Card } from '@/components/ui/card.tsx'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import { databasesQuery } from '@/lib/databases/query-options.ts'
import type { DatabaseDto, DatabaseListDto } from '@/lib/databases/schema.ts'
import { formatBytes } from '@/lib/format/bytes.ts'
import { formatCount } from '@/lib/format/count.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { useInstance } from '../../_components/use-instance.ts'
import { FailedNotice } from '../../_inside/failed-notice.tsx'
import { InsideNotices } from '../../_inside/inside-notices.tsx'
import { useInsidePermissions } from '../../_inside/use-inside-permissions.ts'
import { createDatabaseAction, deleteDatabaseAction } from '../actions.ts'
import { CreateDatabaseSheet } from './create-database-sheet.tsx'
import { databaseColumns } from './database-columns.tsx'

export function DatabasesView({ instanceId }: { instanceId: string }) {
  const { data: instance } = useInstance(instanceId)
  const query = useQuery(databasesQuery(instanceId))
  if (!instance) return null
  if (query.data) {
    const isFailing = query.error !== null || query.failureCount > 0
    return (
      <Loaded
        instance={instance}
        list={query.data}
        freshness={
          <Freshness
            updatedAt={query.dataUpdatedAt}
            failing={isFailing}
            onRetry={() => void query.refetch()}
          />
        }
      />
    )
  }
  if (query.error) {
    const failure = failureOf(query.error)
    return (
      <ErrorNotice
        title="The databases could not be read"
        message={failure.message}
        requestId={failure.requestId}
        onRetry={() => void query.refetch()}
        retrying={query.isFetching}
      />
    )
  }
  return (
    <Card title="Databases" padded={false}>
      <TableSkeleton caption="Databases" columns={databaseColumns(instance, '')} rows={2} />
    </Card>
  )
}

function Loaded({
  instance,
  list,
  freshness,
}: {
  instance: InstanceDto
  list: DatabaseListDto
  freshness: ReactNode
}) {
  const permissions = useInsidePermissions(instance)
  const [isCreating, setCreating] = useState(false)
  const { databases } = list
  const total = databases.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0)
  const createButton = (
    <ReasonButton
      variant="primary"
      icon={<Plus aria-hidden />}
      disabledReason={permissions.createDatabase}
      onClick={() => setCreating(true)}
    >
      Create database
    </ReasonButton>
  )
  return (
    <div className="space-y-6">
      <InsideNotices state={list} />
      {databases
        .filter(({ status }) => status === 'failed')
        .map((database) => (
          <Failed key={database.name} instance={instance} database={database} />
        ))}
      <Card
        title="Databases"
        description="Made through Holdfast or by SQL. Sizes include indexes and what is to be cleaned up."
        actions={databases.length > 0 && createButton}
        padded={false}
      >
        {databases.length === 0 ? (
          <EmptyState kind="nothing" title="No databases yet" action={createButton}>
            A database holds the tables of one application. Users get privileges on each of them.
          </EmptyState>
        ) : (
          <DataTable
            caption={`Databases of ${instance.name}`}
            columns={databaseColumns(instance, permissions.deleteDatabase)}
            rows={databases}
            rowKey={({ name }) => name}
          />
        )}
        <footer className="flex flex-wrap items-center justify-between gap-2 border-t border-border px-4 py-2">
          <p className="text-xs text-muted">
            {formatCount(databases.length, 'database')}, {formatBytes(total)} in all.
          </p>
          {freshness}
        </footer>
      </Card>
      <CreateDatabaseSheet instance={instance} open={isCreating} onOpenChange={setCreating} />
    </div>
  )
}

function Failed({ instance, database }: { instance: InstanceDto; database: DatabaseDto }) {
  const permissions = useInsidePermissions(instance)
  const input = { instanceId: instance.id, name: database.name }
  const create = () => createDatabaseAction(input)
  const remove = () => deleteDatabaseAction(input)
  return (
    <FailedNotice
      instanceId={instance.id}
      title={
        database.exists ? `${database.name} was not deleted` : `${database.name} was not created`
      }
      disabledReason={permissions.createDatabase ?? permissions.deleteDatabase}
      ways={
        database.exists
          ? [
              { label: 'Try to delete again', run: remove },
              { label: 'Keep it', run: create },
            ]
          : [
              { label: 'Try again', run: create },
              { label: 'Give up', run: remove },
            ]
      }
    >
      {database.failure}
    </FailedNotice>
  )
}
