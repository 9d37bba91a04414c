'use client'

import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Button } from '@/components/ui/button.tsx'
import { useUrlState } from './use-url-state.ts'

/** Pages of a table; the page is in the address. Nothing is shown when one page holds everything. */
export function Pagination({
  page,
  pageSize,
  total,
}: {
  page: number
  pageSize: number
  total: number
}) {
  const { set } = useUrlState()
  const last = Math.max(1, Math.ceil(total / pageSize))
  if (last === 1) return null
  const go = (target: number) => set({ page: target > 1 ? String(target) : null })
  return (
    <nav aria-label="Pages" className="flex items-center gap-2">
      <span className="tabular text-sm text-muted">
        {(page - 1) * pageSize + 1}–{Math.min(page * pageSize, total)} of {total}
      </span>
      <Button
        size="sm"
        disabled={page <= 1}
        onClick={() => go(page - 1)}
        icon={<ChevronLeft aria-hidden />}
      >
        Previous
      </Button>
      <Button size="sm" disabled={page >= last} onClick={() => go(page + 1)}>
        Next
        <ChevronRight aria-hidden />
      </Button>
    </nav>
  )
}
