import { writeAuditEntry } from '@/lib/core/audit-entry.ts'
import type { Actor } from '@/lib/core/context.ts'
import { addMs, now } from '@/lib/clock/clock.ts'
import { db, type Transaction } from '@/lib/db/db.ts'
import { isUuid, newId } from '@/lib/ids/ids.ts'
import { grantsOf } from '@/lib/iam/grants.ts'

const hourMs = 3_600_000
/** A session ends this long after signing in, whatever happens. */
export const absoluteLifetimeMs = 7 * 24 * hourMs
/** A session ends this long after its last request. */
const idleLifetimeMs = 12 * hourMs
/** How exact the time of the last request is kept, to spare a write on every request. */
const lastSeenStepMs = 60_000

/** Opens a session row; its id is what the cookie carries. */
export async function createSession(
  tx: Transaction,
  memberId: string,
  request: { address: string; userAgent: string | null },
): Promise<string> {
  const id = newId()
  const at = now()
  await tx.authSession.create({
    data: {
      id,
      memberId,
      createdAt: at,
      lastSeenAt: at,
      expiresAt: addMs(at, absoluteLifetimeMs),
      address: request.address,
      userAgent: request.userAgent?.slice(0, 255) ?? null,
    },
  })
  return id
}

/** The signed-in member behind a session; null when it was revoked, has ended or is locked. */
export async function loadSessionActor(sessionId: string): Promise<Actor | null> {
  if (!isUuid(sessionId)) return null
  const session = await db().authSession.findUnique({
    where: { id: sessionId },
    include: {
      member: { omit: { passwordHash: true }, include: { policies: { include: { rules: true } } } },
    },
  })
  if (!session || session.revokedAt || session.member.lockedAt) return null
  const at = now()
  if (session.expiresAt <= at || addMs(session.lastSeenAt, idleLifetimeMs) <= at) return null
  if (addMs(session.lastSeenAt, lastSeenStepMs) <= at) {
    await db().authSession.updateMany({ where: { id: sessionId }, data: { lastSeenAt: at } })
  }
  const { member } = session
  return {
    kind: 'member',
    sessionId,
    memberId: member.id,
    name: member.email,
    organizationId: member.organizationId,
    isOwner: member.isOwner,
    grants: grantsOf(member.policies.flatMap(({ rules }) => rules)),
  }
}

/**
 * Signs a member out of a session, with an audit entry; its cookie is worthless from the next
 * request on. Without an entry when the session had ended by itself.
 */
export async function signOutOfSession(
  sessionId: string,
  request: { requestId: string; address: string | null; userAgent: string | null },
): Promise<void> {
  if (!isUuid(sessionId)) return
  const actor = await loadSessionActor(sessionId)
  await db().$transaction(async (tx) => {
    const { count } = await tx.authSession.updateMany({
      where: { id: sessionId, revokedAt: null },
      data: { revokedAt: now() },
    })
    if (count === 0 || actor?.kind !== 'member') return
    const { memberId: id, name, organizationId } = actor
    await writeAuditEntry(
      tx,
      { actor, ...request },
      {
        action: 'session.delete',
        outcome: 'allowed',
        resource: { type: 'user', id, name, projectId: null, organizationId },
        after: { sessionsEnded: 1 },
      },
    )
  })
}
