import { now } from '@/lib/clock/clock.ts'
import { defineCommand } from '@/lib/core/command.ts'
import { AppError } from '@/lib/core/errors.ts'
import { lockMember } from '../../members/internal.ts'
import { memberRefSchema } from '../../members/schema.ts'

/**
 * Signs oneself out everywhere but in the session that asks; for one's own account only. Without a
 * session, as with an API key, it ends all of them.
 */
export const deleteOtherSessions = defineCommand({
  name: 'session.delete-others',
  input: memberRefSchema,
  resource: lockMember,
  run: async (tx, context, { memberId }) => {
    const { actor } = context
    if (!('memberId' in actor) || actor.memberId !== memberId) {
      throw new AppError('forbidden', 'End the sessions of others one by one, or all of them.', {
        kind: 'permission',
        resource: 'session',
        action: 'session.delete-others',
      })
    }
    const asking = actor.kind === 'member' ? actor.sessionId : null
    const { count: sessionsEnded } = await tx.authSession.updateMany({
      where: { memberId, revokedAt: null, ...(asking !== null && { id: { not: asking } }) },
      data: { revokedAt: now() },
    })
    return { result: { sessionsEnded }, audit: { after: { sessionsEnded } } }
  },
})
