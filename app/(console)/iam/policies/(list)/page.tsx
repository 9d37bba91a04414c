import type { Metadata } from 'next'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { runQuery } from '@/lib/auth/define-action.ts'
import { listPolicies } from '@/lib/iam/policies/queries.ts'
import { policyKeys } from '@/lib/iam/policies/query-options.ts'
import { requireMember } from '../../../session.ts'
import { getterOf, policiesInput, type SearchParams } from '../../list-input.ts'
import { PoliciesView } from '../_components/policies-view.tsx'

export const metadata: Metadata = { title: 'Policies' }

export default async function PoliciesPage({ searchParams }: { searchParams: SearchParams }) {
  await requireMember()
  const input = policiesInput(await getterOf(searchParams))
  return (
    <Hydrate reads={[[policyKeys.list(input), await runQuery(listPolicies, input)]]}>
      <PoliciesView />
    </Hydrate>
  )
}
