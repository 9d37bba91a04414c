/** An action on a kind of resource, for example `instance.restart`. */
export type ActionName = `${string}.${string}`

/** Where an action is decided. */
export interface Place {
  /** Null: in the organization, outside of any project. */
  projectId: string | null
  /** Whose own account it concerns, if anybody's. */
  memberId?: string | null
}

/** Rights of an actor, as of one request. */
export interface Rights {
  /** True when anything allows the action there. */
  allows(action: ActionName, place: Place): boolean
  /** Projects in which the action is allowed; all when it is in the whole organization. */
  projectsFor(action: ActionName): readonly string[] | 'all'
  /**
   * True when the actor may hand the action on to others: they hold it there without a condition,
   * or with the very condition that it is handed on with, and that one holds now.
   */
  mayPassOn(action: ActionName, projectId: string | null, condition: string): boolean
}

interface Principal {
  name: string
  organizationId: string
  /** An owner may do everything in their organization, whatever the rights say. */
  isOwner: boolean
  rights: Rights
}

/** Who acts. Every caller of a command is one of these. */
export type Actor =
  | ({ kind: 'member'; sessionId: string; memberId: string } & Principal)
  | ({ kind: 'api_key'; accessKey: string; defaultProjectId: string; memberId: string } & Principal)
  /** An application, by one of its API keys. */
  | ({
      kind: 'application'
      accessKey: string
      defaultProjectId: string
      applicationId: string
    } & Principal)
  | { kind: 'system'; name: string }
  | { kind: 'anonymous' }

/** Everything a command or query knows of the request around it. */
export interface Context {
  actor: Actor
  requestId: string
  /** Network address of the client; null for the system itself. */
  address: string | null
  /** What the client calls itself; null when it says nothing, and for the system itself. */
  userAgent: string | null
}

/** What the audit log calls the actor. */
export function actorName(actor: Actor): string {
  return actor.kind === 'anonymous' ? 'anonymous' : actor.name
}

/** Stable id of the actor for the audit log; null when there is none. */
export function actorId(actor: Actor): string | null {
  switch (actor.kind) {
    case 'member':
      return actor.memberId
    case 'api_key':
    case 'application':
      return actor.accessKey
    case 'system':
    case 'anonymous':
      return null
  }
}
