import { queryOptions } from '@tanstack/react-query'
import { fetchResult } from '@/lib/core/fetch-result.ts'
import { isPending } from '@/lib/databases/state.ts'
import type { UserListDto } from './schema.ts'

const applyingMs = 500
const restMs = 10_000

/** Keys of everything about the users inside instances. */
export const userKeys = {
  of: (instanceId: string) => ['instances', 'one', instanceId, 'users'] as const,
}

/** The users of an instance; asked for often while a change is being applied. */
export function usersQuery(instanceId: string) {
  return queryOptions({
    queryKey: userKeys.of(instanceId),
    queryFn: () => fetchResult<UserListDto>(`/data/instances/${instanceId}/users`),
    refetchInterval: (query) =>
      query.state.data?.users.some(({ status }) => isPending(status)) ? applyingMs : restMs,
  })
}
