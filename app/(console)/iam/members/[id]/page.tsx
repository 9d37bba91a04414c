import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { runQuery } from '@/lib/auth/define-action.ts'
import { getMember } from '@/lib/iam/members/queries.ts'
import { memberKeys } from '@/lib/iam/members/query-options.ts'
import { requireMember } from '../../../session.ts'
import { MemberView } from './_components/member-view.tsx'

interface Props {
  params: Promise<{ id: string }>
}

const readMember = cache(async (id: string) => {
  await requireMember()
  const result = await runQuery(getMember, { memberId: id })
  if (!result.ok && ['not_found', 'invalid'].includes(result.error.code)) notFound()
  return result
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const member = await readMember((await params).id)
  return { title: member.ok ? member.data.name : 'Member' }
}

export default async function MemberPage({ params }: Props) {
  const { id } = await params
  return (
    <Hydrate reads={[[memberKeys.one(id), await readMember(id)]]}>
      <MemberView memberId={id} />
    </Hydrate>
  )
}
