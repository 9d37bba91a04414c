import type { Metadata } from 'next'
import { ReadGate } from '@/components/iam/read-gate.tsx'
import { PageHeader } from '@/components/shell/page-header.tsx'
import { runQuery } from '@/lib/auth/define-action.ts'
import { listPrincipals } from '@/lib/iam/access/queries.ts'
import type { PrincipalDto } from '@/lib/iam/schema.ts'
import { requireMember } from '../../../session.ts'
import { getterOf, type Get, type SearchParams } from '../../list-input.ts'
import { NewPolicy } from '../_components/new-policy.tsx'

export const metadata: Metadata = { title: 'Create policy' }

/** Whom the address asks for, when the reader came from their page. */
async function suggestedFrom(get: Get): Promise<PrincipalDto | null> {
  const id = get('id')
  if (id === null) return null
  const principals = await runQuery(listPrincipals, {})
  if (!principals.ok) return null
  return principals.data.find((principal) => principal.id === id) ?? null
}

export default async function NewPolicyPage({ searchParams }: { searchParams: SearchParams }) {
  await requireMember()
  const suggested = await suggestedFrom(await getterOf(searchParams))
  return (
    <>
      <PageHeader
        crumbs={[
          { label: 'IAM', href: '/iam' },
          { label: 'Policies', href: '/iam/policies' },
        ]}
        title="Create policy"
      />
      <ReadGate action="policy.read" what="policies">
        <NewPolicy suggested={suggested} />
      </ReadGate>
    </>
  )
}
