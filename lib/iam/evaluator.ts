import type { ActionName, Place, Rights } from '@/lib/core/context.ts'
import { ownAccountActions, permissionSets } from './catalogue.ts'
import { ConditionEvaluator, type RequestFacts } from './condition.ts'

/** What a rule of a policy allows; other fields say where it came from. */
export interface Rule {
  permissionSetNames: readonly string[]
  /** Null: the whole organization, every project included. */
  projectIds: readonly string[] | null
  /** CEL on the request; empty: always. */
  condition: string
}

const ownAccount: ReadonlySet<string> = new Set(ownAccountActions)
const none: readonly string[] = []

const setsByAction = new Map<string, string[]>()
for (const { name, actions } of permissionSets) {
  for (const action of actions) {
    const names = setsByAction.get(action)
    if (names) names.push(name)
    else setsByAction.set(action, [name])
  }
}

/**
 * Decides what a principal may do during one request, from all rules that reach it: allow only,
 * default deny, no order. Rules are found by the permission sets that contain an action, and every
 * condition is evaluated at most once, and only when a decision hangs on it. Members may always do
 * what concerns their own account.
 */
export class Evaluator<R extends Rule = Rule> implements Rights {
  readonly #rules: readonly R[]
  readonly #conditions: ConditionEvaluator
  readonly #memberId: string | null
  #bySet: Map<string, R[]> | undefined

  constructor(rules: readonly R[], facts: RequestFacts, memberId: string | null) {
    this.#rules = rules
    this.#conditions = new ConditionEvaluator(facts)
    this.#memberId = memberId
  }

  allows(action: ActionName, place: Place): boolean {
    if (this.#isOwnAccount(action, place)) return true
    const rules = this.#granting(action).filter((rule) => reaches(rule, place.projectId))
    return rules.some(({ condition }) => condition === '') || rules.some((rule) => this.isMet(rule))
  }

  projectsFor(action: ActionName): readonly string[] | 'all' {
    const projectIds = new Set<string>()
    for (const rule of this.#granting(action)) {
      const isNew = rule.projectIds?.some((id) => !projectIds.has(id)) ?? true
      if (!isNew || !this.isMet(rule)) continue
      if (rule.projectIds === null) return 'all'
      for (const id of rule.projectIds) projectIds.add(id)
    }
    return [...projectIds]
  }

  mayPassOn(action: ActionName, projectId: string | null, condition: string): boolean {
    return this.pathsTo(action, projectId).some(
      (rule) => (rule.condition === '' || rule.condition === condition) && this.isMet(rule),
    )
  }

  /** All rules that allow the action there, whether their conditions hold or not. */
  pathsTo(action: ActionName, projectId: string | null): R[] {
    const rules = new Set<R>()
    for (const rule of this.#granting(action)) if (reaches(rule, projectId)) rules.add(rule)
    return [...rules]
  }

  /** Whether the rule's condition holds for this request. */
  isMet({ condition }: R): boolean {
    return this.#conditions.isMet(condition)
  }

  #isOwnAccount(action: ActionName, { memberId }: Place): boolean {
    return memberId != null && memberId === this.#memberId && ownAccount.has(action)
  }

  #granting(action: ActionName): readonly R[] {
    const bySet = this.#index()
    const found = (setsByAction.get(action) ?? none).flatMap((name) => {
      const rules = bySet.get(name)
      return rules ? [rules] : []
    })
    return found.length === 1 ? (found[0] ?? []) : found.flat()
  }

  #index(): Map<string, R[]> {
    if (this.#bySet) return this.#bySet
    const bySet = new Map<string, R[]>()
    for (const rule of this.#rules) {
      for (const name of rule.permissionSetNames) {
        const rules = bySet.get(name)
        if (rules) rules.push(rule)
        else bySet.set(name, [rule])
      }
    }
    this.#bySet = bySet
    return bySet
  }
}

function reaches(rule: Rule, projectId: string | null): boolean {
  return rule.projectIds === null || (projectId !== null && rule.projectIds.includes(projectId))
}
