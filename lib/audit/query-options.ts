import { queryOptions } from '@tanstack/react-query'
import { fetchResult } from '@/lib/core/fetch-result.ts'
import type { AuditPage, ListAuditEntriesInput } from './schema.ts'

/** Keys of everything about the audit log. */
export const auditKeys = {
  all: ['audit'] as const,
  list: (input: ListAuditEntriesInput) => ['audit', 'list', input] as const,
}

/** A page of the audit log; the newest page asks for news, older pages do not change. */
export function auditQuery(input: ListAuditEntriesInput) {
  return queryOptions({
    queryKey: auditKeys.list(input),
    queryFn: () => fetchResult<AuditPage>('/data/audit-entries', input),
    refetchInterval: input.before === undefined && input.after === undefined ? 10_000 : false,
  })
}
