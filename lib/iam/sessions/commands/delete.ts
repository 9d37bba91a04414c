import { now } from '@/lib/clock/clock.ts'
import { defineCommand } from '@/lib/core/command.ts'
import { notFound } from '@/lib/core/errors.ts'
import { isOneself, requireOwnerForOwners } from '../../delegation.ts'
import { lockMember } from '../../members/internal.ts'
import { deleteSessionSchema } from '../schema.ts'

/**
 * Signs a member out: of one session, or of all. Their browsers are refused from the next request
 * on. Oneself, or with the permission anybody but an owner. `not_found` for a session that is not
 * theirs or was ended before.
 */
export const deleteSession = defineCommand({
  name: 'session.delete',
  input: deleteSessionSchema,
  resource: lockMember,
  run: async (tx, context, { memberId, sessionId }, member) => {
    if (!isOneself(context.actor, { kind: 'member', id: memberId })) {
      requireOwnerForOwners(context, 'session.delete', member)
    }
    const { count: sessionsEnded } = await tx.authSession.updateMany({
      where: { memberId, revokedAt: null, ...(sessionId && { id: sessionId }) },
      data: { revokedAt: now() },
    })
    if (sessionId !== undefined && sessionsEnded === 0) throw notFound('session', sessionId)
    return { result: { sessionsEnded }, audit: { after: { sessionsEnded } } }
  },
})
