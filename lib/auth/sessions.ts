import { writeAuditEntry } from '@/lib/core/audit-entry.ts'
import type { Actor, Context } from '@/lib/core/context.ts'
import { addMs, now } from '@/lib/clock/clock.ts'
import { db, type Transaction } from '@/lib/db/db.ts'
import { env } from '@/lib/env/env.ts'
import { isUuid, newId } from '@/lib/ids/ids.ts'
import { Evaluator } from '@/lib/iam/evaluator.ts'
import { rulesOfMember, unpackRules, type PackedRule } from '@/lib/iam/reaching-rules.ts'

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
      expiresAt: addMs(at, env().sessionMaxMs),
      address: request.address,
      userAgent: request.userAgent?.slice(0, 255) ?? null,
    },
  })
  return id
}

interface SessionRow {
  expiresAt: Date
  lastSeenAt: Date
  memberId: string
  email: string
  organizationId: string
  isOwner: boolean
  rules: PackedRule[]
}

/**
 * The signed-in member behind a session, with the rights that they have during this request; null
 * when the session was revoked, has ended, or its member is locked. One query, whatever reaches
 * the member; once a minute another one notes when they were last seen.
 */
export async function loadSessionActor(
  sessionId: string,
  request: Pick<Context, 'address' | 'userAgent'>,
): Promise<Actor | null> {
  if (!isUuid(sessionId)) return null
  const [session] = await db().$queryRaw<SessionRow[]>`
    SELECT auth_session.expires_at AS "expiresAt", auth_session.last_seen_at AS "lastSeenAt",
      member.id AS "memberId", member.email, member.organization_id AS "organizationId",
      member.is_owner AS "isOwner", ${rulesOfMember} AS rules
    FROM auth_session JOIN member ON member.id = auth_session.member_id
    WHERE auth_session.id = ${sessionId}::uuid
      AND auth_session.revoked_at IS NULL AND member.locked_at IS NULL`
  if (!session) return null
  const at = now()
  if (session.expiresAt <= at || addMs(session.lastSeenAt, env().sessionIdleMs) <= at) return null
  if (addMs(session.lastSeenAt, lastSeenStepMs) <= at) {
    await db().authSession.updateMany({ where: { id: sessionId }, data: { lastSeenAt: at } })
  }
  const { memberId, email: name, organizationId, isOwner } = session
  const rights = new Evaluator(unpackRules(session.rules), { ...request, at }, memberId)
  return { kind: 'member', sessionId, memberId, name, organizationId, isOwner, rights }
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
  const actor = await loadSessionActor(sessionId, request)
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
        resource: { type: 'member', id, name, projectId: null, organizationId },
        after: { sessionsEnded: 1 },
      },
    )
  })
}
