import type { Metadata } from 'next'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { PageHeader } from '@/components/shell/page-header.tsx'
import { runQuery } from '@/lib/auth/define-action.ts'
import { listInstances } from '@/lib/instances/queries.ts'
import { instanceKeys } from '@/lib/instances/query-options.ts'
import { readListedProjectId } from '../../session.ts'
import { CreateInstanceLink } from '../_components/create-instance-link.tsx'
import { InstancesView } from '../_components/instances-view.tsx'
import { listInputFrom } from '../list-input.ts'

export const metadata: Metadata = { title: 'Instances' }

export default async function InstancesPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const projectId = await readListedProjectId()
  const parameters = await searchParams
  const input = listInputFrom((key) => {
    const value = parameters[key]
    return typeof value === 'string' ? value : (value?.[0] ?? null)
  }, projectId)
  return (
    <>
      <PageHeader title="Instances" actions={<CreateInstanceLink />} />
      <Hydrate reads={[[instanceKeys.list(input), await runQuery(listInstances, input)]]}>
        <InstancesView />
      </Hydrate>
    </>
  )
}
