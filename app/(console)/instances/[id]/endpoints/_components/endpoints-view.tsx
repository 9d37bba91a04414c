'use client'

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { EmptyState } from '@/components/feedback/empty-state.tsx'
import { DataTable } from '@/components/table/data-table.tsx'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import { useInstance } from '../../_components/use-instance.ts'
import { AddEndpointSheet } from './add-endpoint-sheet.tsx'
import { endpointColumns } from './endpoint-columns.tsx'
import { useEndpointPermissions } from './use-endpoint-permissions.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'

export function EndpointsView({ instanceId }: { instanceId: string }) {
  const { data: instance } = useInstance(instanceId)
  return instance ? <Loaded instance={instance} /> : null
}

function Loaded({ instance }: { instance: InstanceDto }) {
  const permissions = useEndpointPermissions(instance)
  const [adding, setAdding] = useState(false)
  const { endpoints } = instance
  const whyNotAdd =
    permissions.create ??
    (endpoints.length >= 2 ? 'An instance has one public and one private endpoint at most.' : null)
  const add = (
    <ReasonButton
      variant="primary"
      icon={<Plus aria-hidden />}
      disabledReason={whyNotAdd}
      onClick={() => setAdding(true)}
    >
      Add endpoint
    </ReasonButton>
  )
  return (
    <div className="rounded-lg border border-border bg-surface shadow-raised">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-border px-4 py-2.5">
        <div className="min-w-0 flex-1 basis-56">
          <h2 className="font-semibold">Endpoints</h2>
          <p className="text-sm text-muted">
            Where clients connect. Address and port stay, whatever happens to the node behind.
          </p>
        </div>
        {endpoints.length > 0 && add}
      </header>
      {endpoints.length === 0 ? (
        <EmptyState kind="nothing" title="No endpoint" action={add}>
          {instance.status === 'provisioning'
            ? 'The endpoint appears while the instance is created.'
            : 'Nobody can connect to this instance. Its data is kept.'}
        </EmptyState>
      ) : (
        <DataTable
          caption="Endpoints"
          columns={endpointColumns(instance)}
          rows={endpoints}
          rowKey={({ id }) => id}
        />
      )}
      <AddEndpointSheet instance={instance} open={adding} onOpenChange={setAdding} />
    </div>
  )
}
