'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ListPanel } from '@/components/iam/list-panel.tsx'
import { ReadGate } from '@/components/iam/read-gate.tsx'
import { parseSort } from '@/components/table/sort.ts'
import { useUrlState } from '@/components/table/use-url-state.ts'
import { applicationsQuery } from '@/lib/iam/applications/query-options.ts'
import { applicationsInput, pageSize } from '../../list-input.ts'
import { applicationColumns } from './application-columns.tsx'
import { CreateApplicationButton } from './create-application-button.tsx'

export function ApplicationsView() {
  return (
    <ReadGate action="application.read" what="applications">
      <Applications />
    </ReadGate>
  )
}

function Applications() {
  const { params } = useUrlState()
  const input = applicationsInput((key) => params.get(key))
  const query = useQuery({ ...applicationsQuery(input), placeholderData: keepPreviousData })
  return (
    <ListPanel
      query={query}
      select={({ applications, totalCount }) => ({ rows: applications, totalCount })}
      noun={{ one: 'application', many: 'applications' }}
      columns={applicationColumns}
      rowKey={({ id }) => id}
      sort={parseSort(params.get('sort'), { key: 'name', direction: 'asc' })}
      search="name"
      action={<CreateApplicationButton />}
      empty="An application is a program with API keys and policies of its own, so that no program has to borrow a person's rights."
      page={input.page ?? 1}
      pageSize={pageSize}
    />
  )
}
