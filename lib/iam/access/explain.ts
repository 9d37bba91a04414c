import type { ActionName } from '@/lib/core/context.ts'
import { allActions } from '../catalogue.ts'
import type { RequestFacts } from '../condition.ts'
import { Evaluator } from '../evaluator.ts'
import type { NamedDto } from '../schema.ts'
import type { KnownPrincipal, KnownRule } from './principals.ts'
import type { AccessPathDto, ExplainedActionDto, ExplainedScopeDto } from './schema.ts'

/** What allows a principal an action in a project (null: in the organization); maybe nothing. */
export function explainAction(
  found: KnownPrincipal,
  facts: RequestFacts,
  action: ActionName,
  project: NamedDto | null,
): ExplainedActionDto {
  return explainWith(new Evaluator(found.rules, facts, null), found, action, project)
}

/** Everything that a principal may do in a project (null: in the organization). */
export function explainIn(
  found: KnownPrincipal,
  facts: RequestFacts,
  project: NamedDto | null,
): ExplainedScopeDto {
  const evaluator = new Evaluator(found.rules, facts, null)
  const actions = allActions
    .map((action) => explainWith(evaluator, found, action, project))
    .filter(({ paths }) => paths.length > 0)
  return { project, actions }
}

function explainWith(
  evaluator: Evaluator<KnownRule>,
  found: KnownPrincipal,
  action: ActionName,
  project: NamedDto | null,
): ExplainedActionDto {
  const projectId = project?.id ?? null
  const isUsable = found.blockedBecause === null
  if (found.isOwner) return { action, isAllowed: isUsable, paths: [{ kind: 'owner' }] }
  const paths = evaluator.pathsTo(action, projectId).map((rule): AccessPathDto => {
    const { policy, group, ruleId, ruleNumber, permissionSetNames, condition } = rule
    return {
      kind: 'rule',
      policy,
      group,
      ruleId,
      ruleNumber,
      permissionSetNames: [...permissionSetNames],
      isOrganizationWide: rule.projectIds === null,
      condition,
      isConditionMet: evaluator.isMet(rule),
    }
  })
  return { action, isAllowed: isUsable && evaluator.allows(action, { projectId }), paths }
}
