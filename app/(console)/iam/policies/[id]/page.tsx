import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { runQuery } from '@/lib/auth/define-action.ts'
import { getPolicy } from '@/lib/iam/policies/queries.ts'
import { policyKeys } from '@/lib/iam/policies/query-options.ts'
import { requireMember } from '../../../session.ts'
import { PolicyView } from '../_components/policy-view.tsx'

interface Props {
  params: Promise<{ id: string }>
}

const readPolicy = cache(async (id: string) => {
  await requireMember()
  const result = await runQuery(getPolicy, { policyId: id })
  if (!result.ok && ['not_found', 'invalid'].includes(result.error.code)) notFound()
  return result
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const policy = await readPolicy((await params).id)
  return { title: policy.ok ? policy.data.name : 'Policy' }
}

export default async function PolicyPage({ params }: Props) {
  const { id } = await params
  return (
    <Hydrate reads={[[policyKeys.one(id), await readPolicy(id)]]}>
      <PolicyView policyId={id} />
    </Hydrate>
  )
}
