'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ListPanel } from '@/components/iam/list-panel.tsx'
import { ReadGate } from '@/components/iam/read-gate.tsx'
import type { SelectFilter } from '@/components/table/filter-bar.tsx'
import { parseSort } from '@/components/table/sort.ts'
import { useUrlState } from '@/components/table/use-url-state.ts'
import { membersQuery } from '@/lib/iam/members/query-options.ts'
import { membersInput, pageSize } from '../../list-input.ts'
import { InviteButton } from './invite-button.tsx'
import { memberColumns } from './member-columns.tsx'

const filters: readonly SelectFilter[] = [
  {
    key: 'status',
    label: 'Status',
    options: [
      { value: 'activated', label: 'Active' },
      { value: 'invitation_pending', label: 'Invited' },
      { value: 'locked', label: 'Locked' },
    ],
  },
  {
    key: 'kind',
    label: 'Type',
    options: [
      { value: 'owner', label: 'Owner' },
      { value: 'member', label: 'Member' },
    ],
  },
]

export function MembersView() {
  return (
    <ReadGate action="member.read" what="members">
      <Members />
    </ReadGate>
  )
}

function Members() {
  const { params } = useUrlState()
  const input = membersInput((key) => params.get(key))
  const query = useQuery({ ...membersQuery(input), placeholderData: keepPreviousData })
  return (
    <ListPanel
      query={query}
      select={({ members, totalCount }) => ({ rows: members, totalCount })}
      noun={{ one: 'member', many: 'members' }}
      columns={memberColumns}
      rowKey={({ id }) => id}
      sort={parseSort(params.get('sort'), { key: 'name', direction: 'asc' })}
      search="name or e-mail"
      filters={filters}
      action={<InviteButton />}
      empty="Members sign in to this console. Policies and groups say what they may do."
      page={input.page ?? 1}
      pageSize={pageSize}
    />
  )
}
