import { z } from 'zod'
import { now } from '@/lib/clock/clock.ts'
import { defineCommand } from '@/lib/core/command.ts'
import { notFound } from '@/lib/core/errors.ts'
import { requireOwnOrManagedAccount } from '../account-rights.ts'
import { lockMember } from '../members.ts'

const deleteSessionSchema = z.strictObject({
  memberId: z.uuid(),
  /** Absent means all sessions of the member. */
  sessionId: z.uuid().optional(),
})

/**
 * Signs a member out: of one session, or of all. Their browsers are refused from the next request
 * on. `not_found` for a session that is not theirs or was ended before.
 */
export const deleteSession = defineCommand({
  name: 'session.delete',
  input: deleteSessionSchema,
  resource: (tx, context, input) => lockMember(tx, context, input.memberId),
  run: async (tx, context, input, member) => {
    requireOwnOrManagedAccount(context, 'session.delete', member)
    const { sessionId } = input
    const { count: sessionsEnded } = await tx.authSession.updateMany({
      where: { memberId: member.id, revokedAt: null, ...(sessionId && { id: sessionId }) },
      data: { revokedAt: now() },
    })
    if (sessionId !== undefined && sessionsEnded === 0) throw notFound('session', sessionId)
    const { id, email: name, organizationId } = member
    return {
      result: { sessionsEnded },
      audit: {
        resource: { type: 'user', id, name, projectId: null, organizationId },
        after: { sessionsEnded },
      },
    }
  },
})
