import { queryOptions } from '@tanstack/react-query'
import { fetchResult } from '@/lib/core/fetch-result.ts'
import type { ClientCertificatesDto, TlsDto } from './schema.ts'

const busyMs = 1_000
const restMs = 30_000

/** Keys of everything about certificates; invalidate `all` after a write. */
export const certificateKeys = {
  all: ['certificates'] as const,
  tls: (instanceId: string) => ['certificates', 'tls', instanceId] as const,
  clients: (instanceId: string) => ['certificates', 'clients', instanceId] as const,
}

/** The server certificate of an instance. */
export function tlsQuery(instanceId: string) {
  return queryOptions({
    queryKey: certificateKeys.tls(instanceId),
    queryFn: () => fetchResult<TlsDto>(`/data/instances/${instanceId}/tls`),
    refetchInterval: ({ state }) => (state.data?.certificate?.isRenewing ? busyMs : restMs),
  })
}

/** The client certificates of an instance. */
export function clientCertificatesQuery(instanceId: string) {
  return queryOptions({
    queryKey: certificateKeys.clients(instanceId),
    queryFn: () =>
      fetchResult<ClientCertificatesDto>(`/data/instances/${instanceId}/client-certificates`),
    refetchInterval: ({ state }) =>
      state.data?.clientCertificates.some(({ status }) => status === 'revoking') ? busyMs : restMs,
  })
}
