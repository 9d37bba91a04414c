'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ListPanel } from '@/components/iam/list-panel.tsx'
import { ReadGate } from '@/components/iam/read-gate.tsx'
import type { SelectFilter } from '@/components/table/filter-bar.tsx'
import { parseSort } from '@/components/table/sort.ts'
import { useUrlState } from '@/components/table/use-url-state.ts'
import { permissionSets } from '@/lib/iam/catalogue.ts'
import { policiesQuery } from '@/lib/iam/policies/query-options.ts'
import { pageSize, policiesInput } from '../../list-input.ts'
import { CreatePolicyLink } from './create-policy-link.tsx'
import { policyColumns } from './policy-columns.tsx'
import { WhoCanCard } from './who-can-card.tsx'

const filters: readonly SelectFilter[] = [
  {
    key: 'reach',
    label: 'Reaches',
    options: [
      { value: 'somebody', label: 'Somebody' },
      { value: 'nobody', label: 'Nobody' },
    ],
  },
  {
    key: 'set',
    label: 'Permission set',
    options: permissionSets.map(({ name }) => ({ value: name, label: name })),
  },
]

export function PoliciesView() {
  return (
    <ReadGate action="policy.read" what="policies">
      <div className="space-y-6">
        <Policies />
        <WhoCanCard />
      </div>
    </ReadGate>
  )
}

function Policies() {
  const { params } = useUrlState()
  const input = policiesInput((key) => params.get(key))
  const query = useQuery({ ...policiesQuery(input), placeholderData: keepPreviousData })
  return (
    <ListPanel
      query={query}
      select={({ policies, totalCount }) => ({ rows: policies, totalCount })}
      noun={{ one: 'policy', many: 'policies' }}
      columns={policyColumns}
      rowKey={({ id }) => id}
      sort={parseSort(params.get('sort'), { key: 'name', direction: 'asc' })}
      search="name"
      filters={filters}
      action={<CreatePolicyLink />}
      empty="A policy says what one member, group or application may do, and where. Without one only owners may do anything."
      page={input.page ?? 1}
      pageSize={pageSize}
    />
  )
}
