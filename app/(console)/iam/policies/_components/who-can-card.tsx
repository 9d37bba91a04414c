'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { useAccess } from '@/components/access/access-provider.tsx'
import { failureOf } from '@/components/data/query-client.ts'
import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import { AccessPaths } from '@/components/iam/access-path.tsx'
import { PrincipalLink } from '@/components/iam/principal-link.tsx'
import { actionVerb, byNoun } from '@/components/iam/words.ts'
import { StatusBadge } from '@/components/status/status-badge.tsx'
import { useUrlState } from '@/components/table/use-url-state.ts'
import { Card } from '@/components/ui/card.tsx'
import { Label } from '@/components/ui/label.tsx'
import { Select } from '@/components/ui/select.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { whoCanQuery } from '@/lib/iam/access/query-options.ts'
import type { WhoCanEntryDto } from '@/lib/iam/access/schema.ts'
import { allActions } from '@/lib/iam/catalogue.ts'

const everywhere = 'organization'

/** "Who can do this here?", answered by the evaluator itself, as of now. */
export function WhoCanCard() {
  const id = useId()
  const { params, set } = useUrlState()
  const { projects } = useAccess()
  const action = allActions.find((known) => known === params.get('can')) ?? 'instance.delete'
  const where = params.get('in')
  const project =
    where === everywhere ? undefined : (projects.find((p) => p.id === where) ?? projects[0])
  const query = useQuery({
    ...whoCanQuery({ action, ...(project && { projectId: project.id }) }),
    placeholderData: keepPreviousData,
  })
  const { data, error } = query
  return (
    <Card
      title="Who can do this?"
      description="Answered by what decides at every request"
      padded={false}
    >
      <div className="flex flex-wrap gap-3 border-b border-border p-4">
        <div className="space-y-1.5 max-sm:w-full">
          <Label htmlFor={`${id}-action`}>Action</Label>
          <Select
            id={`${id}-action`}
            className="max-sm:w-full"
            value={action}
            onChange={(event) => set({ can: event.target.value })}
          >
            {byNoun(allActions.map((name) => ({ action: name }))).map(([noun, items]) => (
              <optgroup key={noun} label={noun}>
                {items.map((item) => (
                  <option key={item.action} value={item.action}>
                    {noun}: {actionVerb(item.action)}
                  </option>
                ))}
              </optgroup>
            ))}
          </Select>
        </div>
        <div className="space-y-1.5 max-sm:w-full">
          <Label htmlFor={`${id}-where`}>Where</Label>
          <Select
            id={`${id}-where`}
            className="max-sm:w-full"
            value={project?.id ?? everywhere}
            onChange={(event) => set({ in: event.target.value })}
          >
            {projects.map(({ id: projectId, name }) => (
              <option key={projectId} value={projectId}>
                In project {name}
              </option>
            ))}
            <option value={everywhere}>In the organization</option>
          </Select>
        </div>
      </div>
      {!data && error && (
        <ErrorNotice
          className="m-4"
          title="This could not be answered"
          message={failureOf(error).message}
          requestId={failureOf(error).requestId}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      )}
      {!data && !error && <Skeleton className="m-4 h-16" />}
      {data?.entries.length === 0 && <p className="p-4 text-muted">Nobody but Holdfast itself.</p>}
      {data && data.entries.length > 0 && (
        <ul className="divide-y divide-border" aria-label="Who can do this">
          {data.entries.map((entry) => (
            <Entry key={entry.principal.id} entry={entry} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Entry({ entry }: { entry: WhoCanEntryDto }) {
  const { principal, isAllowed, blockedBecause, paths } = entry
  return (
    <li className="grid gap-x-4 gap-y-1 px-4 py-2.5 sm:grid-cols-[16rem_6rem_minmax(0,1fr)]">
      <PrincipalLink principal={principal} />
      <span>
        {isAllowed ? (
          <StatusBadge tone="good" label="Can" />
        ) : (
          <StatusBadge tone="idle" label="Not now" />
        )}
      </span>
      <div className="min-w-0">
        {blockedBecause && <p className="text-sm text-warning">{blockedBecause}</p>}
        <AccessPaths paths={paths} />
      </div>
    </li>
  )
}
