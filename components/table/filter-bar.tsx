'use client'

import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import { Select } from '@/components/ui/select.tsx'
import { useUrlState } from './use-url-state.ts'

export interface SelectFilter {
  key: string
  label: string
  options: readonly { value: string; label: string }[]
}

/** Search and filters over a table; they live in the address of the page. */
export function FilterBar({
  searchKey,
  searchLabel,
  filters,
}: {
  searchKey: string
  searchLabel: string
  filters: readonly SelectFilter[]
}) {
  const { params, set } = useUrlState()
  const active = [searchKey, ...filters.map((filter) => filter.key)].filter((key) =>
    params.get(key),
  )
  return (
    <div role="search" className="flex flex-wrap items-center gap-2 border-b border-border p-3">
      <SearchField
        label={searchLabel}
        value={params.get(searchKey) ?? ''}
        onChange={(value) => set({ [searchKey]: value || null, page: null })}
      />
      {filters.map((filter) => (
        <Select
          key={filter.key}
          aria-label={filter.label}
          value={params.get(filter.key) ?? ''}
          onChange={(event) => set({ [filter.key]: event.target.value || null, page: null })}
        >
          <option value="">{filter.label}: all</option>
          {filter.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </Select>
      ))}
      {active.length > 0 && (
        <Button
          variant="ghost"
          icon={<X aria-hidden />}
          onClick={() => set(Object.fromEntries(active.map((key) => [key, null])))}
        >
          Clear filters
        </Button>
      )}
    </div>
  )
}

/** Text that is sent once the reader stops typing. */
export function SearchField({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (value: string) => void
}) {
  const [text, setText] = useState(value)
  const [seen, setSeen] = useState(value)
  const [sent, setSent] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  // The address changed by other means than this field, for example by clearing the filters.
  if (value !== seen) {
    setSeen(value)
    if (value !== sent) setText(value)
    setSent(value)
  }
  return (
    <span className="relative min-w-48 flex-1 sm:max-w-72">
      <Search aria-hidden className="absolute top-2.5 left-2.5 size-4 text-muted" />
      <Input
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => {
          const next = event.target.value
          setText(next)
          clearTimeout(timer.current)
          timer.current = setTimeout(() => {
            setSent(next.trim())
            onChange(next.trim())
          }, 200)
        }}
        className="pl-8"
      />
    </span>
  )
}
