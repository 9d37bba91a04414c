'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useAccess } from '@/components/access/access-provider.tsx'
import { Notice } from '@/components/feedback/notice.tsx'
import { ListPanel } from '@/components/iam/list-panel.tsx'
import type { SelectFilter } from '@/components/table/filter-bar.tsx'
import { parseSort } from '@/components/table/sort.ts'
import { useUrlState } from '@/components/table/use-url-state.ts'
import { apiKeysQuery } from '@/lib/iam/api-keys/query-options.ts'
import { apiKeysInput, pageSize } from '../../list-input.ts'
import { apiKeyColumns } from './api-key-columns.tsx'
import { CreateKeyButton } from './create-key-button.tsx'

const filters: readonly SelectFilter[] = [
  {
    key: 'kind',
    label: 'Of',
    options: [
      { value: 'member', label: 'Members' },
      { value: 'application', label: 'Applications' },
    ],
  },
  {
    key: 'status',
    label: 'Status',
    options: [
      { value: 'active', label: 'Active' },
      { value: 'expired', label: 'Expired' },
    ],
  },
]

export function ApiKeysView() {
  const { params } = useUrlState()
  const { whyDenied } = useAccess()
  const input = apiKeysInput((key) => params.get(key))
  const query = useQuery({ ...apiKeysQuery(input), placeholderData: keepPreviousData })
  return (
    <div className="space-y-4">
      {whyDenied(null, 'api_key.read') !== null && (
        <Notice>
          You see your own keys. Those of others need IAMReadOnly; ask an owner of the organization.
        </Notice>
      )}
      <ListPanel
        query={query}
        select={({ apiKeys, totalCount }) => ({ rows: apiKeys, totalCount })}
        noun={{ one: 'API key', many: 'API keys' }}
        columns={apiKeyColumns}
        rowKey={({ accessKey }) => accessKey}
        sort={parseSort(params.get('sort'), { key: 'created', direction: 'desc' })}
        search="description or key"
        filters={filters}
        action={<CreateKeyButton />}
        empty="A key lets a program call the API with the rights of a member or an application."
        page={input.page ?? 1}
        pageSize={pageSize}
      />
    </div>
  )
}
