import type { Actor, ActionName, Context } from './context.ts'
import { AppError, notFound } from './errors.ts'

/** What an action is decided on. */
export interface ResourceRef {
  /** Wire name of the kind, for example `instance`. */
  type: string
  id: string | null
  name: string | null
  /** Null for resources of the whole organization. */
  projectId: string | null
  organizationId: string
}

/** Allow only, default deny; an owner may do everything in their organization. */
export function isAllowed(actor: Actor, action: ActionName, resource: ResourceRef): boolean {
  switch (actor.kind) {
    case 'system':
      return true
    case 'anonymous':
      return false
    case 'member':
    case 'api_key':
      if (actor.organizationId !== resource.organizationId) return false
      if (actor.isOwner) return true
      return actor.grants.some(
        (grant) =>
          grant.actions.has(action) &&
          (grant.projectId === null || grant.projectId === resource.projectId),
      )
  }
}

/** Projects in which the actor may do the action: all of the organization, or those listed. */
export function projectScope(
  actor: Actor,
  action: ActionName,
): { organizationId: string | null; projectIds: readonly string[] | 'all' } {
  if (actor.kind === 'system') return { organizationId: null, projectIds: 'all' }
  if (actor.kind === 'anonymous') return { organizationId: null, projectIds: [] }
  const { organizationId } = actor
  if (actor.isOwner) return { organizationId, projectIds: 'all' }
  const grants = actor.grants.filter((grant) => grant.actions.has(action))
  const ids = grants.flatMap((grant) => (grant.projectId === null ? [] : [grant.projectId]))
  const everywhere = grants.some((grant) => grant.projectId === null)
  return { organizationId, projectIds: everywhere ? 'all' : ids }
}

/** Throws `unauthenticated` unless somebody is signed in. */
export function requireSignedIn(context: Context): void {
  if (context.actor.kind === 'anonymous') {
    throw new AppError('unauthenticated', 'Sign in to continue.')
  }
}

/**
 * Throws unless the actor may do the action: `not_found` when they may not even read the
 * resource, `forbidden` when they may read but not do this.
 */
export function authorise(context: Context, action: ActionName, resource: ResourceRef): void {
  if (isAllowed(context.actor, action, resource)) return
  const readAction: ActionName = `${resource.type}.read`
  if (resource.id !== null && !isAllowed(context.actor, readAction, resource)) {
    throw notFound(resource.type, resource.id)
  }
  throw new AppError('forbidden', 'You do not have the permission for this.', {
    kind: 'permission',
    resource: resource.type,
    action,
  })
}
