import { queryOptions } from '@tanstack/react-query'
import { fetchResult } from '@/lib/core/fetch-result.ts'
import type { MemberDto, MemberPage, ListMembersInput } from './schema.ts'

const restMs = 30_000

/** Keys of everything about members; invalidate `all` after a write. */
export const memberKeys = {
  all: ['members'] as const,
  list: (input: ListMembersInput) => ['members', 'list', input] as const,
  one: (memberId: string) => ['members', 'one', memberId] as const,
}

/** A list of members, as the page's filters say. */
export function membersQuery(input: ListMembersInput) {
  return queryOptions({
    queryKey: memberKeys.list(input),
    queryFn: () => fetchResult<MemberPage>('/data/iam/members', input),
    refetchInterval: restMs,
  })
}

/** One of the members. */
export function memberQuery(memberId: string) {
  return queryOptions({
    queryKey: memberKeys.one(memberId),
    queryFn: () => fetchResult<MemberDto>(`/data/iam/members/${memberId}`),
    refetchInterval: restMs,
  })
}
