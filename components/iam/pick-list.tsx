'use client'

import { useState } from 'react'
import { Checkbox } from '@/components/ui/checkbox.tsx'
import { Input } from '@/components/ui/input.tsx'
import { formatCount } from '@/lib/format/count.ts'

interface Choice {
  id: string
  label: string
  help?: string
}

const searchFrom = 8

/** Some of many, by ticking; a search field comes with a long list. */
export function PickList({
  name,
  noun,
  choices,
  value,
  onChange,
  labelledBy,
  describedBy,
  emptyText,
}: {
  name: string
  noun: string
  choices: readonly Choice[]
  value: readonly string[]
  onChange: (ids: string[]) => void
  labelledBy: string
  describedBy?: string | undefined
  emptyText: string
}) {
  const [search, setSearch] = useState('')
  if (choices.length === 0) return <p className="text-sm text-muted">{emptyText}</p>
  const wanted = search.trim().toLowerCase()
  const shown = choices.filter(({ label, help }) =>
    `${label} ${help ?? ''}`.toLowerCase().includes(wanted),
  )
  return (
    <div
      role="group"
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      className="rounded border border-border"
    >
      {choices.length >= searchFrom && (
        <div className="border-b border-border p-2">
          <Input
            type="search"
            aria-label={`Search ${noun}s`}
            placeholder={`Search ${noun}s`}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </div>
      )}
      <div className="max-h-56 space-y-1.5 overflow-y-auto p-3" tabIndex={0}>
        {shown.map((choice) => (
          <Checkbox
            key={choice.id}
            name={name}
            checked={value.includes(choice.id)}
            label={<span className="break-all">{choice.label}</span>}
            help={choice.help}
            onChange={(event) =>
              onChange(
                event.target.checked
                  ? [...value, choice.id]
                  : value.filter((id) => id !== choice.id),
              )
            }
          />
        ))}
        {shown.length === 0 && <p className="text-sm text-muted">No {noun} matches.</p>}
      </div>
      <p className="border-t border-border px-3 py-1.5 text-xs text-muted" role="status">
        {formatCount(value.length, noun)} chosen
      </p>
    </div>
  )
}
