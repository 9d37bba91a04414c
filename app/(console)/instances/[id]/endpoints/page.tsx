import type { Metadata } from 'next'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { runQuery } from '@/lib/auth/define-action.ts'
import { listPrivateNetworks } from '@/lib/endpoints/queries.ts'
import { endpointKeys } from '@/lib/endpoints/query-options.ts'
import { requireInstance } from '../require-instance.ts'
import { EndpointsView } from './_components/endpoints-view.tsx'

interface Props {
  params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await requireInstance((await params).id)
  return { title: `Endpoints of ${name}` }
}

export default async function EndpointsPage({ params }: Props) {
  const { id } = await params
  await requireInstance(id)
  return (
    <Hydrate reads={[[endpointKeys.networks, await runQuery(listPrivateNetworks, {})]]}>
      <div className="space-y-6">
        <EndpointsView instanceId={id} />
      </div>
    </Hydrate>
  )
}
