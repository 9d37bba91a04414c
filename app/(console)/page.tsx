import type { Metadata } from 'next'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { runQuery } from '@/lib/auth/define-action.ts'
import { getCreateOptions, listInstances } from '@/lib/instances/queries.ts'
import { instanceKeys } from '@/lib/instances/query-options.ts'
import { listOperations } from '@/lib/operations/queries.ts'
import { operationKeys } from '@/lib/operations/query-options.ts'
import { OverviewView } from './_components/overview-view.tsx'
import { overviewInstances, overviewOperations } from './overview-inputs.ts'
import { requireMember } from './session.ts'

export const metadata: Metadata = { title: 'Overview' }

export default async function OverviewPage() {
  await requireMember()
  const [instances, operations, options] = await Promise.all([
    runQuery(listInstances, overviewInstances),
    runQuery(listOperations, overviewOperations),
    runQuery(getCreateOptions, {}),
  ])
  return (
    <Hydrate
      reads={[
        [instanceKeys.list(overviewInstances), instances],
        [operationKeys.list(overviewOperations), operations],
        [instanceKeys.createOptions, options],
      ]}
    >
      <OverviewView />
    </Hydrate>
  )
}
