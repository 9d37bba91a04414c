/** An action on a kind of resource, for example `instance.restart`. */
export type ActionName = `${string}.${string}`

/** Rights of an actor: the actions, in one project or (null) in the whole organization. */
export interface Grant {
  actions: ReadonlySet<string>
  projectId: string | null
  /** Names of the permission sets that gave the actions, for messages. */
  permissionSetNames: readonly string[]
}

interface PersonRights {
  memberId: string
  name: string
  organizationId: string
  isOwner: boolean
  grants: readonly Grant[]
}

/** Who acts. Every caller of a command is one of these. */
export type Actor =
  | ({ kind: 'member'; sessionId: string } & PersonRights)
  | ({ kind: 'api_key'; accessKey: string; defaultProjectId: string } & PersonRights)
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
      return actor.accessKey
    case 'system':
    case 'anonymous':
      return null
  }
}
