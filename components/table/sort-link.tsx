'use client'

import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import type { Sort } from './sort.ts'
import { useUrlState } from './use-url-state.ts'

/** A column header that sorts; the order is in the address of the page. */
export function SortLink({ column, label, sort }: { column: string; label: string; sort: Sort }) {
  const { set } = useUrlState()
  const active = sort.key === column
  const descending = active && sort.direction === 'asc'
  const Icon = !active ? ChevronsUpDown : sort.direction === 'asc' ? ArrowUp : ArrowDown
  return (
    <button
      type="button"
      onClick={() => set({ sort: descending ? `-${column}` : column, page: null })}
      className="inline-flex min-h-6 items-center gap-1 rounded font-medium hover:text-text"
    >
      {label}
      <Icon aria-hidden className="size-3.5" />
    </button>
  )
}
