import type { Metadata } from 'next'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { runQuery } from '@/lib/auth/define-action.ts'
import { getCreateOptions, listInstances } from '@/lib/instances/queries.ts'
import { instanceKeys } from '@/lib/instances/query-options.ts'
import { listOperations } from '@/lib/operations/queries.ts'
import { operationKeys } from '@/lib/operations/query-options.ts'
import { OverviewView } from './_components/overview-view.tsx'
import { overviewInstances, overviewOperations } from './overview-inputs.ts'
import { readListedProjectId } from './session.ts'

export const metadata: Metadata = { title: 'Overview' }

export default async function OverviewPage() {
  const projectId = await readListedProjectId()
  const shownInstances = overviewInstances(projectId)
  const shownOperations = overviewOperations(projectId)
  const [instances, operations, options] = await Promise.all([
    runQuery(listInstances, shownInstances),
    runQuery(listOperations, shownOperations),
    runQuery(getCreateOptions, {}),
  ])
  return (
    <Hydrate
      reads={[
        [instanceKeys.list(shownInstances), instances],
        [operationKeys.list(shownOperations), operations],
        [instanceKeys.createOptions, options],
      ]}
    >
      <OverviewView />
    </Hydrate>
  )
}
