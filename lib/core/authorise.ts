import type { Actor, ActionName, Context } from './context.ts'
import { AppError, notFound } from './errors.ts'

/** What is said to whoever lacks the permission, before it is known which one would give it. */
export const noPermission = 'You do not have the permission for this.'

/** What an action is decided on. */
export interface ResourceRef {
  /** Name of the kind as in the actions on it, for example `instance`. */
  type: string
  id: string | null
  name: string | null
  /** Null for resources of the whole organization. */
  projectId: string | null
  organizationId: string
  /** Whose own account it belongs to, if anybody's. */
  memberId?: string | null
  /** True when everybody in the organization may know that it exists. */
  isKnownToAll?: boolean
}

/** Allow only, default deny; an owner may do everything in their organization. */
export function isAllowed(actor: Actor, action: ActionName, resource: ResourceRef): boolean {
  if (actor.kind === 'system') return true
  if (actor.kind === 'anonymous' || actor.organizationId !== resource.organizationId) return false
  return actor.isOwner || actor.rights.allows(action, resource)
}

/** Projects in which the actor may do the action: all of the organization, or those listed. */
export function projectScope(
  actor: Actor,
  action: ActionName,
): { organizationId: string | null; projectIds: readonly string[] | 'all' } {
  if (actor.kind === 'system') return { organizationId: null, projectIds: 'all' }
  if (actor.kind === 'anonymous') return { organizationId: null, projectIds: [] }
  const { organizationId, isOwner, rights } = actor
  return { organizationId, projectIds: isOwner ? 'all' : rights.projectsFor(action) }
}

/** Throws `unauthenticated` unless somebody is signed in. */
export function requireSignedIn(context: Context): void {
  if (context.actor.kind === 'anonymous') {
    throw new AppError('unauthenticated', 'Sign in to continue.')
  }
}

/**
 * Throws unless the actor may do the action: `not_found` when they may not even read the
 * resource, or are of another organization; `forbidden` when they may read but not do this.
 */
export function authorise(context: Context, action: ActionName, resource: ResourceRef): void {
  const { actor } = context
  if (isAllowed(actor, action, resource)) return
  const isForeign = 'organizationId' in actor && actor.organizationId !== resource.organizationId
  if (isForeign || (resource.id !== null && !mayKnowOf(actor, resource))) {
    throw notFound(resource.type, resource.id ?? resource.organizationId)
  }
  throw new AppError('forbidden', noPermission, {
    kind: 'permission',
    resource: resource.type,
    action,
  })
}

function mayKnowOf(actor: Actor, resource: ResourceRef): boolean {
  return resource.isKnownToAll === true || isAllowed(actor, `${resource.type}.read`, resource)
}
