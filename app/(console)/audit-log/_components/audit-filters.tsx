'use client'

import { useQuery } from '@tanstack/react-query'
import { SlidersHorizontal, X } from 'lucide-react'
import { useState } from 'react'
import { useAccess } from '@/components/access/access-provider.tsx'
import { SearchField } from '@/components/table/filter-bar.tsx'
import { useUrlState } from '@/components/table/use-url-state.ts'
import { Button } from '@/components/ui/button.tsx'
import { Select } from '@/components/ui/select.tsx'
import { auditResourceLabels } from '@/lib/audit/schema.ts'
import { allActions } from '@/lib/iam/catalogue.ts'
import { instancesQuery } from '@/lib/instances/query-options.ts'
import { filterKeys } from '../audit-input.ts'
import { TimeFilter } from './time-filter.tsx'

/** Filters that are out of sight until asked for, or set. */
const furtherKeys = ['actor', 'action', 'instanceId', 'projectId']

/** Filters over the log; they live in the address of the page. */
export function AuditFilters() {
  const { params, set } = useUrlState()
  const [asked, setAsked] = useState(false)
  const isFurther = asked || furtherKeys.some((key) => params.get(key))
  const active = [...filterKeys, 'range'].filter((key) => params.get(key))
  // Another selection has other pages.
  const change = (changes: Record<string, string | null>) =>
    set({ ...changes, before: null, after: null })
  const value = (key: string) => params.get(key) ?? ''
  return (
    <div role="search" className="space-y-2 border-b border-border p-3">
      <div className="flex flex-wrap items-center gap-2">
        <SearchField
          label="Search names, addresses and ids"
          value={value('text')}
          onChange={(text) => change({ text: text || null })}
        />
        <TimeFilter onChange={change} />
        <Select
          aria-label="Outcome"
          value={value('outcome')}
          onChange={(event) => change({ outcome: event.target.value || null })}
        >
          <option value="">Outcome: all</option>
          <option value="allowed">Allowed</option>
          <option value="refused">Refused</option>
        </Select>
        <Select
          aria-label="Object"
          value={value('resourceType')}
          onChange={(event) => change({ resourceType: event.target.value || null })}
        >
          <option value="">Object: all</option>
          {Object.entries(auditResourceLabels).map(([type, label]) => (
            <option key={type} value={type}>
              {label}
            </option>
          ))}
        </Select>
        {!isFurther && (
          <Button
            variant="ghost"
            icon={<SlidersHorizontal aria-hidden />}
            onClick={() => setAsked(true)}
          >
            More filters
          </Button>
        )}
        {active.length > 0 && (
          <Button
            variant="ghost"
            icon={<X aria-hidden />}
            onClick={() => change(Object.fromEntries(active.map((key) => [key, null])))}
          >
            Clear filters
          </Button>
        )}
      </div>
      {isFurther && <FurtherFilters value={value} change={change} />}
    </div>
  )
}

const nouns = [...new Set(allActions.map((action) => action.split('.')[0] ?? ''))].sort()
const written = [
  ...allActions.filter((action) => !action.endsWith('.read')),
  'session.create',
  'member.link',
  'api_key.use',
].sort()

function FurtherFilters({
  value,
  change,
}: {
  value: (key: string) => string
  change: (changes: Record<string, string | null>) => void
}) {
  const { projects } = useAccess()
  const { data } = useQuery({
    ...instancesQuery({ order: 'name_asc', pageSize: 100 }),
    refetchInterval: false,
  })
  const instances = data?.instances ?? []
  const instanceId = value('instanceId')
  const isKnown = instanceId === '' || instances.some(({ id }) => id === instanceId)
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchField
        label="Name or id of the actor"
        value={value('actor')}
        onChange={(actor) => change({ actor: actor || null })}
      />
      <Select
        aria-label="Action"
        value={value('action')}
        onChange={(event) => change({ action: event.target.value || null })}
      >
        <option value="">Action: all</option>
        {nouns.map((noun) => {
          const own = written.filter((action) => action.startsWith(`${noun}.`))
          if (own.length === 0) return null
          return (
            <optgroup key={noun} label={noun}>
              {own.length > 1 && <option value={`${noun}.`}>{noun}: any</option>}
              {own.map((action) => (
                <option key={action} value={action}>
                  {action}
                </option>
              ))}
            </optgroup>
          )
        })}
      </Select>
      <Select
        aria-label="Instance"
        value={instanceId}
        onChange={(event) => change({ instanceId: event.target.value || null })}
      >
        <option value="">Instance: all</option>
        {!isKnown && <option value={instanceId}>Instance {instanceId.slice(0, 8)}</option>}
        {instances.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Project"
        value={value('projectId')}
        onChange={(event) => change({ projectId: event.target.value || null })}
      >
        <option value="">Project: all</option>
        {projects.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </div>
  )
}
