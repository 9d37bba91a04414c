import type { Metadata } from 'next'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { runQuery } from '@/lib/auth/define-action.ts'
import { getExtensions } from '@/lib/extensions/queries.ts'
import { extensionKeys } from '@/lib/extensions/query-options.ts'
import { requireInstance } from '../require-instance.ts'
import { ExtensionsView } from './_components/extensions-view.tsx'

interface Props {
  params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await requireInstance((await params).id)
  return { title: `Extensions of ${name}` }
}

export default async function ExtensionsPage({ params }: Props) {
  const { id } = await params
  await requireInstance(id)
  const extensions = await runQuery(getExtensions, { instanceId: id })
  return (
    <Hydrate reads={[[extensionKeys.of(id), extensions]]}>
      <ExtensionsView instanceId={id} />
    </Hydrate>
  )
}
