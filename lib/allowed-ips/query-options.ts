import { queryOptions } from '@tanstack/react-query'
import { fetchResult } from '@/lib/core/fetch-result.ts'
import type { AllowedIpListDto } from './schema.ts'

const applyingMs = 250
const restMs = 5_000

export const allowedIpKeys = {
  of: (instanceId: string) => ['instances', 'one', instanceId, 'allowed-ips'] as const,
}

/** The allowed IPs of one instance: asked for often while a change is being enforced. */
export function allowedIpsQuery(instanceId: string) {
  return queryOptions({
    queryKey: allowedIpKeys.of(instanceId),
    queryFn: () => fetchResult<AllowedIpListDto>(`/data/instances/${instanceId}/allowed-ips`),
    refetchInterval: (query) => (query.state.data?.isApplying ? applyingMs : restMs),
  })
}
