import { queryOptions } from '@tanstack/react-query'
import { fetchResult } from '@/lib/core/fetch-result.ts'
import type { SessionDto } from './schema.ts'

const restMs = 30_000

/** Keys of everything about sessions; invalidate `all` after a write. */
export const sessionKeys = {
  all: ['sessions'] as const,
  list: (memberId: string) => ['sessions', 'list', memberId] as const,
}

/** The open sessions of a member. */
export function sessionsQuery(memberId: string) {
  return queryOptions({
    queryKey: sessionKeys.list(memberId),
    queryFn: () => fetchResult<SessionDto[]>(`/data/iam/members/${memberId}/sessions`),
    refetchInterval: restMs,
  })
}
