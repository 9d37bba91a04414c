import type { Metadata } from 'next'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { runQuery } from '@/lib/auth/define-action.ts'
import { listDatabases } from '@/lib/databases/queries.ts'
import { databaseKeys } from '@/lib/databases/query-options.ts'
import { requireInstance } from '../require-instance.ts'
import { DatabasesView } from './_components/databases-view.tsx'

interface Props {
  params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await requireInstance((await params).id)
  return { title: `Databases of ${name}` }
}

export default async function DatabasesPage({ params }: Props) {
  const { id } = await params
  await requireInstance(id)
  const list = await runQuery(listDatabases, { instanceId: id })
  return (
    <Hydrate reads={[[databaseKeys.of(id), list]]}>
      <DatabasesView instanceId={id} />
    </Hydrate>
  )
}
