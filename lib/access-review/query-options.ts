import { queryOptions } from '@tanstack/react-query'
import { fetchResult } from '@/lib/core/fetch-result.ts'
import type { AccessReviewPage, ListAccessReviewInput } from './schema.ts'

const restMs = 30_000

/** Keys of everything about access reviews; invalidate `all` after a write. */
export const accessReviewKeys = {
  all: ['access-review'] as const,
  list: (input: ListAccessReviewInput) => ['access-review', 'list', input] as const,
}

/** The page of the access review that the filters ask for. */
export function accessReviewQuery(input: ListAccessReviewInput) {
  return queryOptions({
    queryKey: accessReviewKeys.list(input),
    queryFn: () => fetchResult<AccessReviewPage>('/data/access-review', input),
    refetchInterval: restMs,
  })
}
