import { queryOptions } from '@tanstack/react-query'
import { fetchResult } from '@/lib/core/fetch-result.ts'
import type { ApiKeyPage, ListApiKeysInput } from './schema.ts'

const restMs = 30_000

/** Keys of everything about API keys; invalidate `all` after a write. */
export const apiKeyKeys = {
  all: ['api-keys'] as const,
  list: (input: ListApiKeysInput) => ['api-keys', 'list', input] as const,
}

/** A list of API keys, as the page's filters say. */
export function apiKeysQuery(input: ListApiKeysInput) {
  return queryOptions({
    queryKey: apiKeyKeys.list(input),
    queryFn: () => fetchResult<ApiKeyPage>('/data/iam/api-keys', input),
    refetchInterval: restMs,
  })
}
