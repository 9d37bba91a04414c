import { queryOptions } from '@tanstack/react-query'
import { fetchResult } from '@/lib/core/fetch-result.ts'
import type { PrincipalDto } from '../schema.ts'
import type {
  ExplainPrincipalInput,
  ListPrincipalsInput,
  PrincipalExplanationDto,
  WhoCanDto,
  WhoCanInput,
} from './schema.ts'

const restMs = 30_000

/** Keys of everything about who may do what; invalidate `all` after a write on IAM. */
export const accessKeys = {
  all: ['access'] as const,
  explain: (input: ExplainPrincipalInput) => ['access', 'explain', input] as const,
  whoCan: (input: WhoCanInput) => ['access', 'who-can', input] as const,
  principals: (input: ListPrincipalsInput) => ['access', 'principals', input] as const,
  condition: (condition: string) => ['access', 'condition', condition] as const,
}

/** What a principal may do. */
export function explainQuery(input: ExplainPrincipalInput) {
  return queryOptions({
    queryKey: accessKeys.explain(input),
    queryFn: () => fetchResult<PrincipalExplanationDto>('/data/iam/explain', input),
    refetchInterval: restMs,
  })
}

/** Who may do an action. */
export function whoCanQuery(input: WhoCanInput) {
  return queryOptions({
    queryKey: accessKeys.whoCan(input),
    queryFn: () => fetchResult<WhoCanDto>('/data/iam/who-can', input),
    refetchInterval: restMs,
  })
}

/** Members, groups and applications to choose from. */
export function principalsQuery(input: ListPrincipalsInput) {
  return queryOptions({
    queryKey: accessKeys.principals(input),
    queryFn: () => fetchResult<PrincipalDto[]>('/data/iam/principals', input),
    staleTime: restMs,
  })
}

/** Why a condition could not be saved; null when it could. */
export function conditionQuery(condition: string) {
  return queryOptions({
    queryKey: accessKeys.condition(condition),
    queryFn: () => fetchResult<{ refusal: string | null }>('/data/iam/condition', { condition }),
    staleTime: restMs,
  })
}
