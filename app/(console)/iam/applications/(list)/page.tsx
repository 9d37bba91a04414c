import type { Metadata } from 'next'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { runQuery } from '@/lib/auth/define-action.ts'
import { listApplications } from '@/lib/iam/applications/queries.ts'
import { applicationKeys } from '@/lib/iam/applications/query-options.ts'
import { requireMember } from '../../../session.ts'
import { applicationsInput, getterOf, type SearchParams } from '../../list-input.ts'
import { ApplicationsView } from '../_components/applications-view.tsx'

export const metadata: Metadata = { title: 'Applications' }

export default async function ApplicationsPage({ searchParams }: { searchParams: SearchParams }) {
  await requireMember()
  const input = applicationsInput(await getterOf(searchParams))
  return (
    <Hydrate reads={[[applicationKeys.list(input), await runQuery(listApplications, input)]]}>
      <ApplicationsView />
    </Hydrate>
  )
}
