import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { runQuery } from '@/lib/auth/define-action.ts'
import { getGroup } from '@/lib/iam/groups/queries.ts'
import { groupKeys } from '@/lib/iam/groups/query-options.ts'
import { requireMember } from '../../../session.ts'
import { GroupView } from './_components/group-view.tsx'

interface Props {
  params: Promise<{ id: string }>
}

const readGroup = cache(async (id: string) => {
  await requireMember()
  const result = await runQuery(getGroup, { groupId: id })
  if (!result.ok && ['not_found', 'invalid'].includes(result.error.code)) notFound()
  return result
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const group = await readGroup((await params).id)
  return { title: group.ok ? group.data.name : 'Group' }
}

export default async function GroupPage({ params }: Props) {
  const { id } = await params
  return (
    <Hydrate reads={[[groupKeys.one(id), await readGroup(id)]]}>
      <GroupView groupId={id} />
    </Hydrate>
  )
}
