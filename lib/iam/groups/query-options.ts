import { queryOptions } from '@tanstack/react-query'
import { fetchResult } from '@/lib/core/fetch-result.ts'
import type { GroupDto, GroupPage, ListGroupsInput } from './schema.ts'

const restMs = 30_000

/** Keys of everything about groups; invalidate `all` after a write. */
export const groupKeys = {
  all: ['groups'] as const,
  list: (input: ListGroupsInput) => ['groups', 'list', input] as const,
  one: (groupId: string) => ['groups', 'one', groupId] as const,
}

/** A list of groups, as the page's filters say. */
export function groupsQuery(input: ListGroupsInput) {
  return queryOptions({
    queryKey: groupKeys.list(input),
    queryFn: () => fetchResult<GroupPage>('/data/iam/groups', input),
    refetchInterval: restMs,
  })
}

/** One of the groups. */
export function groupQuery(groupId: string) {
  return queryOptions({
    queryKey: groupKeys.one(groupId),
    queryFn: () => fetchResult<GroupDto>(`/data/iam/groups/${groupId}`),
    refetchInterval: restMs,
  })
}
