import type { Metadata } from 'next'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { runQuery } from '@/lib/auth/define-action.ts'
import { listOperations } from '@/lib/operations/queries.ts'
import { operationKeys } from '@/lib/operations/query-options.ts'
import { ActivityView } from '../../../activity/_components/activity-view.tsx'
import { activityInput } from '../../../activity/activity-input.ts'
import { requireInstance } from '../require-instance.ts'

interface Props {
  params: Promise<{ id: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await requireInstance((await params).id)
  return { title: `Activity of ${name}` }
}

export default async function InstanceActivityPage({ params, searchParams }: Props) {
  const { id } = await params
  const { page } = await searchParams
  await requireInstance(id)
  const input = activityInput(typeof page === 'string' ? page : null, { instanceId: id })
  return (
    <Hydrate reads={[[operationKeys.list(input), await runQuery(listOperations, input)]]}>
      <ActivityView instanceId={id} />
    </Hydrate>
  )
}
