import type { Actor, ActionName, Context } from '@/lib/core/context.ts'
import { AppError } from '@/lib/core/errors.ts'
import type { Database, Transaction } from '@/lib/db/db.ts'
import { findPermissionSet } from './catalogue.ts'
import type { Rule } from './evaluator.ts'
import type { PrincipalKind } from './schema.ts'

export interface PrincipalRef {
  kind: PrincipalKind
  id: string
}

function forbidden(action: ActionName, message: string): AppError {
  const [resource = ''] = action.split('.')
  return new AppError('forbidden', message, { kind: 'permission', resource, action })
}

/** True for an owner and for Holdfast itself, who hold every right there is. */
export function holdsEverything(actor: Actor): boolean {
  return actor.kind === 'system' || (actor.kind !== 'anonymous' && actor.isOwner)
}

/** True when the principal is the actor's own: nobody is kept from themselves. */
export function isOneself(actor: Actor, principal: PrincipalRef): boolean {
  if (principal.kind === 'member') return 'memberId' in actor && actor.memberId === principal.id
  return actor.kind === 'application' && actor.applicationId === principal.id
}

/** Throws `forbidden` unless an owner or Holdfast itself acts. */
export function requireOwner(context: Context, action: ActionName, message: string): void {
  if (!holdsEverything(context.actor)) throw forbidden(action, message)
}

/**
 * Throws `forbidden` for a change on an owner's account by anybody but an owner; others' accounts
 * are open to whoever has the permission.
 */
export function requireOwnerForOwners(
  context: Context,
  action: ActionName,
  account: { isOwner: boolean },
): void {
  if (account.isOwner) requireOwner(context, action, 'Only an owner may do this to an owner.')
}

/**
 * Throws `forbidden` unless the actor may pass on every action of every rule, wherever the rule
 * gives it: nobody gives more than they have. Decided by the evaluator of this very request.
 */
export function requireMayPassOn(
  context: Context,
  action: ActionName,
  rules: readonly Rule[],
): void {
  const { actor } = context
  if (holdsEverything(actor)) return
  for (const rule of rules) {
    for (const projectId of rule.projectIds ?? [null]) {
      const missing = firstNotHeld(actor, rule, projectId)
      if (missing !== null) throw forbidden(action, tooMuch(missing, rule, projectId))
    }
  }
}

function firstNotHeld(actor: Actor, rule: Rule, projectId: string | null): ActionName | null {
  const actions = rule.permissionSetNames.flatMap((name) => findPermissionSet(name)?.actions ?? [])
  if (!('rights' in actor)) return actions[0] ?? null
  const { rights } = actor
  return actions.find((granted) => !rights.mayPassOn(granted, projectId, rule.condition)) ?? null
}

function tooMuch(missing: ActionName, rule: Rule, projectId: string | null): string {
  const where = projectId === null ? 'in the whole organization' : 'in every project of the rule'
  const sets = rule.permissionSetNames.join(', ')
  return `Nobody gives more than they have: ${sets} contains ${missing}, which you do not hold ${where} without a further condition. Ask an owner.`
}

/** The rules of all policies that reach a principal; of a group, those that reach its members. */
export async function rulesReaching(
  database: Database | Transaction,
  principal: PrincipalRef,
): Promise<Rule[]> {
  const { id } = principal
  const through =
    principal.kind === 'member'
      ? { OR: [{ memberId: id }, { group: { members: { some: { memberId: id } } } }] }
      : principal.kind === 'application'
        ? {
            OR: [
              { applicationId: id },
              { group: { applications: { some: { applicationId: id } } } },
            ],
          }
        : { groupId: id }
  const rows = await database.policyRule.findMany({ where: { policy: through } })
  return rows.map(toRule)
}

/** A stored rule as the evaluator reads it. */
export function toRule(row: {
  permissionSetNames: string[]
  isOrganizationWide: boolean
  projectIds: string[]
  condition: string
}): Rule {
  const { permissionSetNames, condition } = row
  return {
    permissionSetNames,
    projectIds: row.isOrganizationWide ? null : row.projectIds,
    condition,
  }
}

/**
 * Throws `forbidden` when the change would let the actor act with rights that they do not have:
 * as an owner, or as anybody with more rights. Oneself is never refused.
 */
export async function requireNotOutranked(
  tx: Transaction,
  context: Context,
  action: ActionName,
  principal: PrincipalRef & { isOwner: boolean },
): Promise<void> {
  if (isOneself(context.actor, principal) || holdsEverything(context.actor)) return
  requireOwnerForOwners(context, action, principal)
  requireMayPassOn(context, action, await rulesReaching(tx, principal))
}
