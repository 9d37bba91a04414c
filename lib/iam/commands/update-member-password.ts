import { z } from 'zod'
import { now } from '@/lib/clock/clock.ts'
import { defineCommand } from '@/lib/core/command.ts'
import { hashPassword } from '@/lib/crypto/passwords.ts'
import { requireOwnAccountOrOwner } from '../account-rights.ts'
import { lockMember } from '../members.ts'
import { newPasswordSchema } from '../schema.ts'

const updateMemberPasswordSchema = z.strictObject({
  memberId: z.uuid(),
  password: newPasswordSchema,
})

/**
 * Gives a member another password and ends all of their sessions, the one that asks included.
 * One's own, or as an owner anybody's; `forbidden` otherwise, because it would lend their rights.
 */
export const updateMemberPassword = defineCommand({
  name: 'member.update-password',
  input: updateMemberPasswordSchema,
  resource: (tx, context, input) => lockMember(tx, context, input.memberId),
  run: async (tx, context, input, member) => {
    requireOwnAccountOrOwner(context, 'member.update-password', member)
    const passwordHash = await hashPassword(input.password)
    await tx.member.update({ where: { id: member.id }, data: { passwordHash } })
    const { count: sessionsEnded } = await tx.authSession.updateMany({
      where: { memberId: member.id, revokedAt: null },
      data: { revokedAt: now() },
    })
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
