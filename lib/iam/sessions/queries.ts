import { authorise } from '@/lib/core/authorise.ts'
import { defineQuery } from '@/lib/core/query.ts'
import { now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'
import { getMemberOrThrow, memberRef } from '../members/internal.ts'
import { listSessionsSchema, type SessionDto } from './schema.ts'

/** The open sessions of a member, the newest first; one's own always. */
export const listSessions = defineQuery({
  name: 'session.read',
  input: listSessionsSchema,
  run: async (context, { memberId }): Promise<SessionDto[]> => {
    const member = await getMemberOrThrow(db(), memberId)
    authorise(context, 'session.read', memberRef(member))
    const rows = await db().authSession.findMany({
      where: { memberId, revokedAt: null, expiresAt: { gt: now() } },
      orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
      take: 200,
    })
    const { actor } = context
    const current = actor.kind === 'member' ? actor.sessionId : null
    return rows.map((row) => ({
      id: row.id,
      memberId,
      address: row.address,
      userAgent: row.userAgent,
      createdAt: row.createdAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      isCurrent: row.id === current,
    }))
  },
})
