'use client'

import { useAccess } from '@/components/access/access-provider.tsx'
import { OperationsTable } from '@/components/operations/operations-table.tsx'
import { useUrlState } from '@/components/table/use-url-state.ts'
import { activityInput } from '../activity-input.ts'

/** Operations of everything that the reader may see, or of one instance. */
export function ActivityView({ instanceId }: { instanceId?: string }) {
  const { params } = useUrlState()
  const { listedProject } = useAccess()
  // The page of an instance shows all of it, whichever project was chosen for lists.
  const of = instanceId === undefined ? { projectId: listedProject?.id } : { instanceId }
  return (
    <div className="rounded-lg border border-border bg-surface shadow-raised">
      <OperationsTable
        input={activityInput(params.get('page'), of)}
        caption="Activity"
        emptyText="Everything that changes an instance appears here: who, what, when and with what result."
      />
    </div>
  )
}
