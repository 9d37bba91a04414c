import { queryOptions } from '@tanstack/react-query'
import { fetchResult } from '@/lib/core/fetch-result.ts'
import type { ApplicationDto, ApplicationPage, ListApplicationsInput } from './schema.ts'

const restMs = 30_000

/** Keys of everything about applications; invalidate `all` after a write. */
export const applicationKeys = {
  all: ['applications'] as const,
  list: (input: ListApplicationsInput) => ['applications', 'list', input] as const,
  one: (applicationId: string) => ['applications', 'one', applicationId] as const,
}

/** A list of applications, as the page's filters say. */
export function applicationsQuery(input: ListApplicationsInput) {
  return queryOptions({
    queryKey: applicationKeys.list(input),
    queryFn: () => fetchResult<ApplicationPage>('/data/iam/applications', input),
    refetchInterval: restMs,
  })
}

/** One of the applications. */
export function applicationQuery(applicationId: string) {
  return queryOptions({
    queryKey: applicationKeys.one(applicationId),
    queryFn: () => fetchResult<ApplicationDto>(`/data/iam/applications/${applicationId}`),
    refetchInterval: restMs,
  })
}
