import { clsx } from 'clsx'
import { ChevronRight } from 'lucide-react'
import { Notice } from '@/components/feedback/notice.tsx'
import { formatCount } from '@/lib/format/count.ts'
import type {
  ExplainedActionDto,
  ExplainedScopeDto,
  PrincipalExplanationDto,
} from '@/lib/iam/access/schema.ts'
import { AccessPaths, pathKey } from './access-path.tsx'
import { actionVerb, byNoun } from './words.ts'

/** What somebody may do, in the organization and in each project, and through what. */
export function Explanation({ explanation }: { explanation: PrincipalExplanationDto }) {
  const { scopes, isOwner, blockedBecause } = explanation
  const filled = scopes.filter(({ actions }) => actions.length > 0)
  return (
    <div className="divide-y divide-border">
      {blockedBecause && (
        <div className="p-4">
          <Notice tone="warning" title="Nothing of this can be used now">
            {blockedBecause}
          </Notice>
        </div>
      )}
      {isOwner && (
        <p className="p-4">
          <strong className="font-medium">Everything in the organization</strong>, as an owner,
          whatever policies say.
        </p>
      )}
      {filled.length === 0 && !isOwner && (
        <p className="p-4 text-muted">
          Nothing yet. A policy for this principal, or for a group that it is in, would allow
          something.
        </p>
      )}
      {filled.map((scope) => (
        <Scope key={scope.project?.id ?? 'organization'} scope={scope} open={!isOwner} />
      ))}
    </div>
  )
}

function Scope({ scope, open }: { scope: ExplainedScopeDto; open: boolean }) {
  const allowed = scope.actions.filter(({ isAllowed }) => isAllowed).length
  return (
    <details open={open} className="group">
      <summary className="flex min-h-11 items-center gap-2 px-4 py-2 hover:bg-hover focus-visible:-outline-offset-2">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-muted transition-transform group-open:rotate-90"
        />
        <span className="min-w-0 flex-1 font-medium break-words">
          {scope.project ? `In project ${scope.project.name}` : 'In the organization'}
        </span>
        <span className="tabular text-sm whitespace-nowrap text-muted">
          {formatCount(allowed, 'action')}
        </span>
      </summary>
      <dl className="divide-y divide-border border-t border-border">
        {byNoun(scope.actions).map(([noun, actions]) => (
          <div
            key={noun}
            className="grid gap-x-4 gap-y-1 px-4 py-2 sm:grid-cols-[9rem_minmax(0,1fr)]"
          >
            <dt className="font-medium">{noun}</dt>
            <dd className="min-w-0 space-y-1.5">
              {alike(actions).map((group) => (
                <div key={group[0]?.action}>
                  <p>
                    {group.map(({ action, isAllowed }, index) => (
                      <span key={action} className={clsx(!isAllowed && 'text-muted line-through')}>
                        {index > 0 && ', '}
                        {actionVerb(action)}
                        {!isAllowed && <span className="sr-only"> (not now)</span>}
                      </span>
                    ))}
                  </p>
                  <AccessPaths paths={group[0]?.paths ?? []} />
                </div>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

/** Actions that are allowed in the same way stand together. */
function alike(actions: readonly ExplainedActionDto[]): ExplainedActionDto[][] {
  const groups = new Map<string, ExplainedActionDto[]>()
  for (const action of actions) {
    const key = `${String(action.isAllowed)} ${pathKey(action.paths)}`
    groups.set(key, [...(groups.get(key) ?? []), action])
  }
  return [...groups.values()]
}
