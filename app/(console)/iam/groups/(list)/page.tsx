import type { Metadata } from 'next'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { runQuery } from '@/lib/auth/define-action.ts'
import { listGroups } from '@/lib/iam/groups/queries.ts'
import { groupKeys } from '@/lib/iam/groups/query-options.ts'
import { requireMember } from '../../../session.ts'
import { getterOf, groupsInput, type SearchParams } from '../../list-input.ts'
import { GroupsView } from '../_components/groups-view.tsx'

export const metadata: Metadata = { title: 'Groups' }

export default async function GroupsPage({ searchParams }: { searchParams: SearchParams }) {
  await requireMember()
  const input = groupsInput(await getterOf(searchParams))
  return (
    <Hydrate reads={[[groupKeys.list(input), await runQuery(listGroups, input)]]}>
      <GroupsView />
    </Hydrate>
  )
}
