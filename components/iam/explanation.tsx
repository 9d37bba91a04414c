import { ChevronRight } from 'lucide-react'
import { Notice } from '@/components/feedback/notice.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { formatCount } from '@/lib/format/count.ts'
import type { ExplainedScopeDto, PrincipalExplanationDto } from '@/lib/iam/access/schema.ts'
import { AccessPaths } from './access-path.tsx'
import { explainedBlocks, pathKey, type ExplainedBlock } from './explained-blocks.ts'
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
          Nothing yet. A policy, of their own or of a group, would allow something.
        </p>
      )}
      {!isOwner &&
        filled.map((scope) => <Scope key={scope.project?.id ?? 'organization'} scope={scope} />)}
    </div>
  )
}

function Scope({ scope }: { scope: ExplainedScopeDto }) {
  const blocks = explainedBlocks(scope)
  const allowed = scope.actions.filter(({ isAllowed }) => isAllowed).length
  return (
    <details open className="group">
      <summary className="flex min-h-11 items-center gap-2 px-4 py-2 hover:bg-hover focus-visible:-outline-offset-2">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-muted transition-transform group-open:rotate-90"
        />
        <span className="min-w-0 flex-1 font-medium break-words">
          {scope.project ? `In project ${scope.project.name}` : 'In the whole organization'}
        </span>
        <span className="tabular text-sm whitespace-nowrap text-muted">
          {formatCount(allowed, 'action')}
        </span>
      </summary>
      <div className="space-y-4 px-4 pb-4 pl-10">
        {blocks.map((block) => (
          <Block key={`${String(block.isAllowed)} ${pathKey(block.paths)}`} block={block} />
        ))}
        {blocks.length === 0 && (
          <p className="text-muted">No more than in the whole organization.</p>
        )}
      </div>
    </details>
  )
}

function Block({ block }: { block: ExplainedBlock }) {
  return (
    <div>
      <div className="mb-1.5 flex flex-wrap items-start gap-x-2">
        {!block.isAllowed && <Badge tone="warning">Not now</Badge>}
        <div className="min-w-0 flex-1 basis-64">
          <AccessPaths paths={block.paths} />
        </div>
      </div>
      <dl className="grid gap-x-6 gap-y-0.5 lg:grid-cols-2">
        {byNoun(block.actions).map(([noun, actions]) => (
          <div key={noun} className="flex min-w-0 gap-2">
            <dt className="w-32 shrink-0 font-medium">{noun}</dt>
            <dd className="min-w-0 break-words">
              {actions.map(({ action }) => actionVerb(action)).join(', ')}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
