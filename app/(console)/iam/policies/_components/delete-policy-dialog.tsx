'use client'

import { useQueries, useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { DangerDialog } from '@/components/feedback/danger-dialog.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { policyEffect } from '@/components/iam/policy-effect.ts'
import { byNoun } from '@/components/iam/words.ts'
import { formatCount } from '@/lib/format/count.ts'
import { explainQuery } from '@/lib/iam/access/query-options.ts'
import type { PrincipalExplanationDto } from '@/lib/iam/access/schema.ts'
import { groupQuery } from '@/lib/iam/groups/query-options.ts'
import type { PolicyDto } from '@/lib/iam/policies/schema.ts'
import type { PrincipalDto } from '@/lib/iam/schema.ts'
import type { SheetProps } from '../../_components/guarded-sheet.tsx'
import { useRefreshIam } from '../../_components/use-refresh-iam.ts'
import { deletePolicyAction } from '../actions.ts'

const shownHolders = 8
const shownNouns = 4

export function DeletePolicyDialog({
  policy,
  place,
  ...dialog
}: SheetProps & { policy: PolicyDto; place: 'list' | 'page' }) {
  const refresh = useRefreshIam()
  const router = useRouter()
  return (
    <DangerDialog
      {...dialog}
      title={`Delete ${policy.name}?`}
      effect="What it allows is gone from the next request on, unless another policy allows the same."
      confirmLabel="Delete policy"
      danger={{
        level: 'destructive',
        name: policy.name,
        lost: useLosses(policy, dialog.open),
        kept: ['Members, groups and applications', 'All other policies'],
      }}
      onConfirm={async (confirmName) => {
        const result = await deletePolicyAction({ policyId: policy.id, confirmName })
        if (result.ok) {
          notify.success({ title: `Deleted ${policy.name}` })
          if (place === 'page') router.push('/iam/policies')
          else refresh()
        }
        return result
      }}
    />
  )
}

/** Who loses what, in sentences, as the evaluator sees it now. */
function useLosses(policy: PolicyDto, enabled: boolean): string[] {
  const { principal } = policy
  const groupId = principal?.kind === 'group' ? principal.id : ''
  const group = useQuery({ ...groupQuery(groupId), enabled: enabled && groupId !== '' })
  const holders: PrincipalDto[] =
    principal?.kind !== 'group'
      ? principal
        ? [principal]
        : []
      : [
          ...(group.data?.members ?? []).map(({ id, email }) => ({
            kind: 'member' as const,
            id,
            name: email,
          })),
          ...(group.data?.applications ?? []).map(({ id, name }) => ({
            kind: 'application' as const,
            id,
            name,
          })),
        ]
  const shown = holders.slice(0, shownHolders)
  const explanations = useQueries({
    queries: shown.map(({ kind, id }) => ({ ...explainQuery({ kind, id }), enabled })),
  })
  if (!principal) return ['Nothing: it reaches nobody']
  if (group.isPending && groupId !== '') return ['Looking up who is in the group…']
  if (holders.length === 0) return [`Nothing: nobody is in group ${principal.name}`]
  const more = holders.length - shown.length
  return [
    ...shown.map(({ name }, index) => lossOf(name, explanations[index]?.data, policy.id)),
    ...(more > 0 ? [`and what ${formatCount(more, 'more member')} of the group may do by it`] : []),
  ]
}

function lossOf(
  name: string,
  explanation: PrincipalExplanationDto | undefined,
  policyId: string,
): string {
  if (!explanation) return `${name}: looking up…`
  if (explanation.isOwner) return `${name} loses nothing, being an owner`
  const projects = explanation.scopes.flatMap(({ project }) => project ?? [])
  const effects = policyEffect(explanation, policyId, [], projects)
  if (effects.length === 0) return `${name} loses nothing: other policies allow the same`
  const parts = effects.map(({ project, removed }) => {
    const nouns = byNoun(removed.map((action) => ({ action }))).map(([noun]) => noun)
    const named = nouns.slice(0, shownNouns).join(', ')
    const rest = nouns.length > shownNouns ? ` and ${String(nouns.length - shownNouns)} more` : ''
    const where = project ? `in project ${project.name}` : 'in the organization'
    return `${formatCount(removed.length, 'action')} ${where} (${named}${rest})`
  })
  return `${name} loses ${parts.join('; ')}`
}
