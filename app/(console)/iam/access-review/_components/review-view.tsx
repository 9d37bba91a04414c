'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { useAccess } from '@/components/access/access-provider.tsx'
import { EmptyState } from '@/components/feedback/empty-state.tsx'
import { ListPanel } from '@/components/iam/list-panel.tsx'
import type { SelectFilter } from '@/components/table/filter-bar.tsx'
import { useUrlState } from '@/components/table/use-url-state.ts'
import { buttonClass } from '@/components/ui/button.tsx'
import { accessReviewQuery } from '@/lib/access-review/query-options.ts'
import { itemKinds, reviewFlags } from '@/lib/access-review/schema.ts'
import type { AccessReviewPage, ReviewItemDto } from '@/lib/access-review/schema.ts'
import { pageSize } from '../../list-input.ts'
import { reviewInput } from '../review-input.ts'
import { flagWords, kindLabels } from '../words.ts'
import { DecideSheet } from './decide-sheet.tsx'
import { reviewColumns } from './review-columns.tsx'
import { ReviewSummary } from './review-summary.tsx'

function filtersOf(data: AccessReviewPage | undefined): SelectFilter[] {
  return [
    {
      key: 'kind',
      label: 'Kind',
      options: itemKinds.map((value) => ({ value, label: kindLabels[value].many })),
    },
    {
      key: 'flag',
      label: 'Flag',
      options: reviewFlags.map((value) => ({ value, label: flagWords[value].label })),
    },
    {
      key: 'decision',
      label: 'Decision',
      options: [
        { value: 'none', label: 'Not decided' },
        { value: 'keep', label: 'Keep' },
        { value: 'revoke', label: 'Revoke' },
      ],
    },
    {
      key: 'instance',
      label: 'Instance',
      options: (data?.instances ?? []).map(({ id, name }) => ({ value: id, label: name })),
    },
  ]
}

export function ReviewView() {
  const { whyDenied } = useAccess()
  const denied = whyDenied(null, 'access_review.read')
  if (denied === null) return <Review />
  return (
    <div className="rounded-lg border border-border bg-surface shadow-raised">
      <EmptyState kind="forbidden" title="You cannot see the access review">
        {denied} Ask an owner of the organization.
      </EmptyState>
    </div>
  )
}

function Review() {
  const { params } = useUrlState()
  const { whyDenied } = useAccess()
  const input = reviewInput((key) => params.get(key))
  const query = useQuery({ ...accessReviewQuery(input), placeholderData: keepPreviousData })
  const [decided, setDecided] = useState<ReviewItemDto | null>(null)
  const [open, setOpen] = useState(false)
  const columns = reviewColumns({
    whyNotDecide: whyDenied(null, 'access_review.decide'),
    onDecide: (item) => {
      setDecided(item)
      setOpen(true)
    },
  })
  return (
    <div className="space-y-4">
      {query.data && <ReviewSummary summary={query.data.summary} />}
      <ListPanel
        query={query}
        select={({ items, totalCount }) => ({ rows: items, totalCount })}
        noun={{ one: 'piece of access', many: 'pieces of access' }}
        columns={columns}
        rowKey={({ kind, id }) => `${kind} ${id}`}
        search="name, place or right"
        filters={filtersOf(query.data)}
        action={<ExportLink input={input} />}
        empty="Members, applications, keys, policies, database users, allowed IPs and client certificates appear here."
        page={input.page ?? 1}
        pageSize={pageSize}
      />
      {decided && <DecideSheet item={decided} open={open} onOpenChange={setOpen} />}
    </div>
  )
}

function ExportLink({ input }: { input: ReturnType<typeof reviewInput> }) {
  const { page: _page, pageSize: _pageSize, ...filter } = input
  const search = new URLSearchParams(filter).toString()
  return (
    <a
      href={`/data/access-review/export${search && `?${search}`}`}
      download
      className={buttonClass()}
    >
      <Download aria-hidden />
      Export CSV
    </a>
  )
}
