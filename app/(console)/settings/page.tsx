import type { Metadata } from 'next'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { PageHeader } from '@/components/shell/page-header.tsx'
import { runQuery } from '@/lib/auth/define-action.ts'
import { getInstallation } from '@/lib/installation/queries.ts'
import { installationKeys } from '@/lib/installation/query-options.ts'
import { requireMember } from '../session.ts'
import { SettingsView } from './_components/settings-view.tsx'

export const metadata: Metadata = { title: 'Settings' }

export default async function SettingsPage() {
  await requireMember()
  return (
    <>
      <PageHeader title="Settings" />
      <Hydrate reads={[[installationKeys.all, await runQuery(getInstallation, {})]]}>
        <SettingsView />
      </Hydrate>
    </>
  )
}
