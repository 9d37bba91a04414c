import type { Metadata } from 'next'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { listAllowedIps } from '@/lib/allowed-ips/queries.ts'
import { allowedIpKeys } from '@/lib/allowed-ips/query-options.ts'
import { runQuery } from '@/lib/auth/define-action.ts'
import { requireInstance } from '../require-instance.ts'
import { AllowedIpsView } from './_components/allowed-ips-view.tsx'

interface Props {
  params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await requireInstance((await params).id)
  return { title: `Allowed IPs of ${name}` }
}

export default async function AllowedIpsPage({ params }: Props) {
  const { id } = await params
  await requireInstance(id)
  const list = await runQuery(listAllowedIps, { instanceId: id })
  return (
    <Hydrate reads={[[allowedIpKeys.of(id), list]]}>
      <AllowedIpsView instanceId={id} />
    </Hydrate>
  )
}
