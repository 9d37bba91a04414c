'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ListPanel } from '@/components/iam/list-panel.tsx'
import { ReadGate } from '@/components/iam/read-gate.tsx'
import { parseSort } from '@/components/table/sort.ts'
import { useUrlState } from '@/components/table/use-url-state.ts'
import { groupsQuery } from '@/lib/iam/groups/query-options.ts'
import { groupsInput, pageSize } from '../../list-input.ts'
import { CreateGroupButton } from './create-group-button.tsx'
import { groupColumns } from './group-columns.tsx'

export function GroupsView() {
  return (
    <ReadGate action="group.read" what="groups">
      <Groups />
    </ReadGate>
  )
}

function Groups() {
  const { params } = useUrlState()
  const input = groupsInput((key) => params.get(key))
  const query = useQuery({ ...groupsQuery(input), placeholderData: keepPreviousData })
  return (
    <ListPanel
      query={query}
      select={({ groups, totalCount }) => ({ rows: groups, totalCount })}
      noun={{ one: 'group', many: 'groups' }}
      columns={groupColumns}
      rowKey={({ id }) => id}
      sort={parseSort(params.get('sort'), { key: 'name', direction: 'asc' })}
      search="name"
      action={<CreateGroupButton />}
      empty="A group lets one policy reach several members and applications at once."
      page={input.page ?? 1}
      pageSize={pageSize}
    />
  )
}
