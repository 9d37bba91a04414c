import { queryOptions } from '@tanstack/react-query'
import { fetchResult } from '@/lib/core/fetch-result.ts'
import type { DatabaseListDto } from './schema.ts'
import { isPending } from './state.ts'

const applyingMs = 500
const restMs = 10_000

/** Keys of everything about databases. */
export const databaseKeys = {
  of: (instanceId: string) => ['instances', 'one', instanceId, 'databases'] as const,
}

/** The databases of an instance; asked for often while a change is being applied. */
export function databasesQuery(instanceId: string) {
  return queryOptions({
    queryKey: databaseKeys.of(instanceId),
    queryFn: () => fetchResult<DatabaseListDto>(`/data/instances/${instanceId}/databases`),
    refetchInterval: (query) =>
      query.state.data?.databases.some(({ status }) => isPending(status)) ? applyingMs : restMs,
  })
}
