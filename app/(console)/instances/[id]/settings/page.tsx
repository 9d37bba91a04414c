import type { Metadata } from 'next'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { runQuery } from '@/lib/auth/define-action.ts'
import { getSettings } from '@/lib/settings/queries.ts'
import { settingKeys } from '@/lib/settings/query-options.ts'
import { requireInstance } from '../require-instance.ts'
import { SettingsView } from './_components/settings-view.tsx'

interface Props {
  params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await requireInstance((await params).id)
  return { title: `Settings of ${name}` }
}

export default async function SettingsPage({ params }: Props) {
  const { id } = await params
  await requireInstance(id)
  const settings = await runQuery(getSettings, { instanceId: id })
  return (
    <Hydrate reads={[[settingKeys.of(id), settings]]}>
      <SettingsView instanceId={id} />
    </Hydrate>
  )
}
