import { queryOptions } from '@tanstack/react-query'
import { fetchResult } from '@/lib/core/fetch-result.ts'
import { isPending } from '@/lib/databases/state.ts'
import type { PrivilegeListDto } from './schema.ts'

const applyingMs = 500
const restMs = 10_000

/** Keys of everything about privileges. */
export const privilegeKeys = {
  of: (instanceId: string) => ['instances', 'one', instanceId, 'privileges'] as const,
}

/** The privileges in an instance; asked for often while a change is being applied. */
export function privilegesQuery(instanceId: string) {
  return queryOptions({
    queryKey: privilegeKeys.of(instanceId),
    queryFn: () => fetchResult<PrivilegeListDto>(`/data/instances/${instanceId}/privileges`),
    refetchInterval: (query) =>
      query.state.data?.privileges.some(({ status }) => isPending(status)) ? applyingMs : restMs,
  })
}
