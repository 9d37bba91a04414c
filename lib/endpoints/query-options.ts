import { queryOptions } from '@tanstack/react-query'
import { fetchResult } from '@/lib/core/fetch-result.ts'
import type { PrivateNetworkDto } from './schema.ts'

export const endpointKeys = { networks: ['private-networks'] as const }

/** The networks of this machine. */
export function privateNetworksQuery() {
  return queryOptions({
    queryKey: endpointKeys.networks,
    queryFn: () => fetchResult<PrivateNetworkDto[]>('/data/private-networks'),
    refetchInterval: 30_000,
  })
}
