import { queryOptions } from '@tanstack/react-query'
import { fetchResult } from '@/lib/core/fetch-result.ts'
import type { PolicyDto, PolicyPage, ListPoliciesInput } from './schema.ts'

const restMs = 30_000

/** Keys of everything about policies; invalidate `all` after a write. */
export const policyKeys = {
  all: ['policies'] as const,
  list: (input: ListPoliciesInput) => ['policies', 'list', input] as const,
  one: (policyId: string) => ['policies', 'one', policyId] as const,
}

/** A list of policies, as the page's filters say. */
export function policiesQuery(input: ListPoliciesInput) {
  return queryOptions({
    queryKey: policyKeys.list(input),
    queryFn: () => fetchResult<PolicyPage>('/data/iam/policies', input),
    refetchInterval: restMs,
  })
}

/** One of the policies. */
export function policyQuery(policyId: string) {
  return queryOptions({
    queryKey: policyKeys.one(policyId),
    queryFn: () => fetchResult<PolicyDto>(`/data/iam/policies/${policyId}`),
    refetchInterval: restMs,
  })
}
