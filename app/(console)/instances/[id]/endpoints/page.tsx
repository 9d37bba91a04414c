import type { Metadata } from 'next'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { runQuery } from '@/lib/auth/define-action.ts'
import { getTls, listClientCertificates } from '@/lib/certificates/queries.ts'
import { certificateKeys } from '@/lib/certificates/query-options.ts'
import { listPrivateNetworks } from '@/lib/endpoints/queries.ts'
import { endpointKeys } from '@/lib/endpoints/query-options.ts'
import { requireInstance } from '../require-instance.ts'
import { EndpointsView } from './_components/endpoints-view.tsx'
import { TlsSection } from './_components/tls-section.tsx'

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
  const [networks, tls, clients] = await Promise.all([
    runQuery(listPrivateNetworks, {}),
    runQuery(getTls, { instanceId: id }),
    runQuery(listClientCertificates, { instanceId: id }),
  ])
  return (
    <Hydrate
      reads={[
        [endpointKeys.networks, networks],
        [certificateKeys.tls(id), tls],
        [certificateKeys.clients(id), clients],
      ]}
    >
      <div className="space-y-6">
        <EndpointsView instanceId={id} />
        <TlsSection instanceId={id} />
      </div>
    </Hydrate>
  )
}
