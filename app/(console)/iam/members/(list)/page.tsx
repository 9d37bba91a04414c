import type { Metadata } from 'next'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { runQuery } from '@/lib/auth/define-action.ts'
import { listMembers } from '@/lib/iam/members/queries.ts'
import { memberKeys } from '@/lib/iam/members/query-options.ts'
import { requireMember } from '../../../session.ts'
import { getterOf, membersInput, type SearchParams } from '../../list-input.ts'
import { MembersView } from '../_components/members-view.tsx'

export const metadata: Metadata = { title: 'Members' }

export default async function MembersPage({ searchParams }: { searchParams: SearchParams }) {
  await requireMember()
  const input = membersInput(await getterOf(searchParams))
  return (
    <Hydrate reads={[[memberKeys.list(input), await runQuery(listMembers, input)]]}>
      <MembersView />
    </Hydrate>
  )
}
