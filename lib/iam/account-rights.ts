import { AppError } from '@/lib/core/errors.ts'
import type { ActionName, Context } from '@/lib/core/context.ts'

interface Account {
  id: string
  isOwner: boolean
}

function forbidden(action: ActionName, message: string): AppError {
  return new AppError('forbidden', message, { kind: 'permission', resource: 'user', action })
}

/** Throws `forbidden` unless an owner or Holdfast itself acts. */
export function requireOwner(context: Context, action: ActionName): void {
  const { actor } = context
  if (actor.kind === 'system' || (actor.kind !== 'anonymous' && actor.isOwner)) return
  throw forbidden(action, 'Only an owner of the organization may do this.')
}

/**
 * Throws `forbidden` when the action would give the actor another member's rights: only owners and
 * Holdfast itself may do that; everybody else only for their own account.
 */
export function requireOwnAccountOrOwner(
  context: Context,
  action: ActionName,
  account: Account,
): void {
  const { actor } = context
  if ('memberId' in actor && actor.memberId === account.id) return
  requireOwner(context, action)
}

/**
 * Throws `forbidden` unless the account is the actor's own, or one that they manage: with a
 * permission set for the action, members; as an owner, or Holdfast itself, owners too.
 */
export function requireOwnOrManagedAccount(
  context: Context,
  action: ActionName,
  account: Account,
): void {
  const { actor } = context
  const manages =
    'grants' in actor &&
    !account.isOwner &&
    // The right over one's own account comes from no permission set, and reaches no other one.
    actor.grants.some((grant) => grant.permissionSetNames.length > 0 && grant.actions.has(action))
  if (!manages) requireOwnAccountOrOwner(context, action, account)
}
