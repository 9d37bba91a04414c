import { countSignInAttempt, forgetSignInAttempts } from '@/lib/auth/throttle.ts'
import { defineCommand } from '@/lib/core/command.ts'
import type { Context } from '@/lib/core/context.ts'
import { AppError } from '@/lib/core/errors.ts'
import { hashPassword, verifyPassword } from '@/lib/crypto/passwords.ts'
import { requireNotOutranked } from '../../delegation.ts'
import { endSessions, lockMember, type MemberRow } from '../internal.ts'
import { updateMemberPasswordSchema } from '../schema.ts'

/**
 * Gives a member another password and ends their sessions, but the one that asks; an invitation is
 * used up by it. One's own in the console takes the current password. `forbidden` for a member with
 * more rights than the actor's, because whoever knows the password has them.
 */
export const updateMemberPassword = defineCommand({
  name: 'member.update-password',
  input: updateMemberPasswordSchema,
  resource: lockMember,
  run: async (tx, context, { memberId, password, currentPassword }, member) => {
    await requireNotOutranked(tx, context, 'member.update-password', { kind: 'member', ...member })
    await requireCurrentPassword(context, member, currentPassword)
    const passwordHash = await hashPassword(password)
    await tx.member.update({
      where: { id: memberId },
      data: { passwordHash, inviteTokenHash: null, inviteExpiresAt: null },
    })
    const { actor } = context
    const asking = actor.kind === 'member' ? actor.sessionId : undefined
    const sessionsEnded = await endSessions(tx, memberId, asking)
    return { result: { sessionsEnded }, audit: { after: { sessionsEnded } } }
  },
})

/**
 * A browser left open, or a key that was lost, must not be enough to take an account over; nor to
 * find the password by trying: attempts count like those of sign-in.
 */
async function requireCurrentPassword(
  context: Context,
  member: MemberRow,
  currentPassword: string | undefined,
): Promise<void> {
  const { actor } = context
  const isOwn = 'memberId' in actor && actor.memberId === member.id
  if (!isOwn || member.passwordHash === null) return
  if (currentPassword === undefined) throw refused('required', 'Enter your current password.')
  const address = context.address ?? 'unknown'
  await countSignInAttempt(member.email, address)
  if (!(await verifyPassword(member.passwordHash, currentPassword))) {
    throw refused('constraint', 'The current password is wrong.')
  }
  await forgetSignInAttempts(member.email, address)
}

function refused(reason: 'required' | 'constraint', message: string): AppError {
  const argument = 'currentPassword'
  return new AppError('forbidden', message, {
    kind: 'arguments',
    arguments: [{ argument, reason, message }],
  })
}
