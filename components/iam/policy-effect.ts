import type { ActionName } from '@/lib/core/context.ts'
import type { ExplainedScopeDto, PrincipalExplanationDto } from '@/lib/iam/access/schema.ts'
import type { NamedDto } from '@/lib/iam/schema.ts'
import { actionsOfSets } from './words.ts'

/** What a policy changes in the organization, or in one project. */
export interface ScopeEffect {
  project: NamedDto | null
  /** Actions that become allowed. */
  added: string[]
  /** Actions that only this policy allows today and that it would not allow any more. */
  removed: string[]
}

interface DraftRule {
  permissionSetNames: readonly string[]
  isOrganizationWide: boolean
  projectIds: readonly string[]
}

/** Actions that other paths than those of the policy allow at any time. */
function otherwise(scope: ExplainedScopeDto | undefined, policyId: string | null): Set<string> {
  const allowed = (scope?.actions ?? []).filter(({ paths }) =>
    paths.some(
      (path) => path.kind === 'owner' || (path.policy.id !== policyId && path.condition === ''),
    ),
  )
  return new Set(allowed.map(({ action }) => action))
}

function throughPolicy(scope: ExplainedScopeDto | undefined, policyId: string | null): string[] {
  const actions = scope?.actions ?? []
  return actions
    .filter(({ paths }) =>
      paths.some((path) => path.kind === 'rule' && path.policy.id === policyId),
    )
    .map(({ action }) => action)
}

function effectIn(
  scope: ExplainedScopeDto | undefined,
  project: NamedDto | null,
  policyId: string | null,
  draft: ReadonlySet<ActionName>,
): ScopeEffect {
  const kept = otherwise(scope, policyId)
  const before = new Set(throughPolicy(scope, policyId))
  return {
    project,
    added: [...draft].filter((action) => !kept.has(action) && !before.has(action)),
    removed: [...before].filter((action) => !kept.has(action) && !draft.has(action as ActionName)),
  }
}

/**
 * What saving the draft rules changes for the principal, compared with what is allowed now. A rule for
 * the organization counts there once, not again in each project. Conditions count as if they held.
 */
export function policyEffect(
  explanation: PrincipalExplanationDto,
  policyId: string | null,
  rules: readonly DraftRule[],
  projects: readonly NamedDto[],
): ScopeEffect[] {
  if (explanation.isOwner) return []
  const scopeOf = (projectId: string | null) =>
    explanation.scopes.find(({ project }) => (project?.id ?? null) === projectId)
  const wide = actionsOfSets(
    rules.filter((rule) => rule.isOrganizationWide).flatMap((rule) => rule.permissionSetNames),
  )
  const organization = effectIn(scopeOf(null), null, policyId, wide)
  const coveredEverywhere = new Set([...organization.added, ...otherwise(scopeOf(null), policyId)])
  const effects = projects.map((project) => {
    const here = actionsOfSets(
      rules
        .filter((rule) => rule.isOrganizationWide || rule.projectIds.includes(project.id))
        .flatMap((rule) => rule.permissionSetNames),
    )
    const effect = effectIn(scopeOf(project.id), project, policyId, here)
    return {
      ...effect,
      added: effect.added.filter((action) => !coveredEverywhere.has(action)),
      removed: effect.removed.filter((action) => !organization.removed.includes(action)),
    }
  })
  return [organization, ...effects].filter(
    ({ added, removed }) => added.length > 0 || removed.length > 0,
  )
}
