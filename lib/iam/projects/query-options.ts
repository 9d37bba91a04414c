import { queryOptions } from '@tanstack/react-query'
import { fetchResult } from '@/lib/core/fetch-result.ts'
import type { ProjectSummaryDto } from './schema.ts'

const restMs = 30_000

/** Keys of everything about projects; invalidate `all` after a write. */
export const projectKeys = {
  all: ['projects'] as const,
  summaries: ['projects', 'summaries'] as const,
}

/** Projects with what is in them. */
export function projectSummariesQuery() {
  return queryOptions({
    queryKey: projectKeys.summaries,
    queryFn: () => fetchResult<ProjectSummaryDto[]>('/data/iam/projects'),
    refetchInterval: restMs,
  })
}
