'use client'

import { useInstance } from '../../_components/use-instance.ts'
import { ClientCertificatesCard } from './client-certificates-card.tsx'
import { TlsCard } from './tls-card.tsx'

/** Everything about certificates of an instance: its own and those of its users. */
export function TlsSection({ instanceId }: { instanceId: string }) {
  const { data: instance } = useInstance(instanceId)
  if (!instance) return null
  return (
    <>
      <TlsCard instance={instance} />
      <ClientCertificatesCard instance={instance} />
    </>
  )
}
