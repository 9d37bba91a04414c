import type { Metadata } from 'next'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { PageHeader } from '@/components/shell/page-header.tsx'
import { runQuery } from '@/lib/auth/define-action.ts'
import { listOperations } from '@/lib/operations/queries.ts'
import { operationKeys } from '@/lib/operations/query-options.ts'
import { readListedProjectId } from '../session.ts'
import { ActivityView } from './_components/activity-view.tsx'
import { activityInput } from './activity-input.ts'

export const metadata: Metadata = { title: 'Activity' }

export default async function ActivityPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const projectId = await readListedProjectId()
  const { page } = await searchParams
  const input = activityInput(typeof page === 'string' ? page : null, { projectId })
  return (
    <>
      <PageHeader title="Activity" />
      <Hydrate reads={[[operationKeys.list(input), await runQuery(listOperations, input)]]}>
        <ActivityView />
      </Hydrate>
    </>
  )
}
