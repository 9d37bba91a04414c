'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { failureOf } from '@/components/data/query-client.ts'
import { EmptyState } from '@/components/feedback/empty-state.tsx'
import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import { DataTable } from '@/components/table/data-table.tsx'
import { FilterBar } from '@/components/table/filter-bar.tsx'
import { useUrlState } from '@/components/table/use-url-state.ts'
import { Card } from '@/components/ui/card.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { extensionsQuery } from '@/lib/extensions/query-options.ts'
import type { ExtensionDto, ExtensionsDto, InstalledExtensionDto } from '@/lib/extensions/schema.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { useInstancePermissions } from '../../../_components/use-instance-permissions.ts'
import { useInstance } from '../../_components/use-instance.ts'
import { DropDialog } from './drop-dialog.tsx'
import { extensionColumns } from './extension-columns.tsx'
import { InstallSheet } from './install-sheet.tsx'

/** Extensions that may be installed in the databases of an instance. */
export function ExtensionsView({ instanceId }: { instanceId: string }) {
  const query = useQuery(extensionsQuery(instanceId))
  const { data: instance } = useInstance(instanceId)
  if (instance && instance.engineName !== 'postgresql') {
    return (
      <EmptyState kind="nothing" title="MySQL has no extensions">
        Extensions are a part of PostgreSQL.
      </EmptyState>
    )
  }
  if (query.data && instance) return <Extensions instance={instance} data={query.data} />
  if (!query.error) return <Skeleton className="h-96 w-full" />
  const failure = failureOf(query.error)
  return (
    <ErrorNotice
      title="The extensions could not be read"
      message={failure.message}
      requestId={failure.requestId}
      onRetry={() => void query.refetch()}
      retrying={query.isFetching}
    />
  )
}

function Extensions({ instance, data }: { instance: InstanceDto; data: ExtensionsDto }) {
  const { params } = useUrlState()
  const { install, drop } = useInstancePermissions(instance)
  const [chosen, setChosen] = useState<ExtensionDto | null>(null)
  const [dropped, setDropped] = useState<InstalledExtensionDto | null>(null)
  const shown = data.extensions.filter((extension) => isShown(extension, params))
  return (
    <>
      <Card
        title="Extensions"
        description="Installed per database, owned by Holdfast, so that none gives its users more rights."
        padded={false}
      >
        <FilterBar
          searchKey="q"
          searchLabel="Search extensions"
          filters={[
            {
              key: 'show',
              label: 'Show',
              options: [
                { value: 'installed', label: 'Installed' },
                { value: 'missing', label: 'Not installed' },
              ],
            },
          ]}
        />
        {shown.length === 0 ? (
          <EmptyState kind="filtered" title="No extension matches">
            Clear the search and the filters to see all {data.extensions.length}.
          </EmptyState>
        ) : (
          <DataTable
            caption="List of extensions"
            columns={extensionColumns({
              databases: data.databases,
              installReason: install,
              dropReason: drop,
              onInstall: setChosen,
              onDrop: setDropped,
            })}
            rows={shown}
            rowKey={({ name }) => name}
          />
        )}
      </Card>
      {chosen && (
        <InstallSheet
          instanceId={instance.id}
          extension={chosen}
          databases={data.databases}
          onClose={() => setChosen(null)}
        />
      )}
      {dropped && (
        <DropDialog instanceId={instance.id} extension={dropped} onClose={() => setDropped(null)} />
      )}
    </>
  )
}

function isShown(
  { name, description, installed }: ExtensionDto,
  params: { get: (key: string) => string | null },
): boolean {
  const show = params.get('show')
  const isInstalled = installed.some(({ version }) => version !== null)
  if (show === 'installed' && !isInstalled) return false
  if (show === 'missing' && isInstalled) return false
  const text = (params.get('q') ?? '').toLowerCase()
  return `${name} ${description}`.toLowerCase().includes(text)
}
