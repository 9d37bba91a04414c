import { defineCommand } from '@/lib/core/command.ts'
import { preconditionFailed } from '@/lib/core/errors.ts'
import { requireNotOutranked } from '../../delegation.ts'
import { isActivated, lockMember } from '../internal.ts'
import { newInvitation } from '../invitation-token.ts'
import { memberRefSchema } from '../schema.ts'

/**
 * Makes a new link for a member who has not chosen a password yet; the old link is worthless from
 * now on. `forbidden` when the member has more rights than the actor, who learns the link.
 */
export const inviteMember = defineCommand({
  name: 'member.invite',
  input: memberRefSchema,
  resource: lockMember,
  run: async (tx, context, { memberId }, member) => {
    await requireNotOutranked(tx, context, 'member.invite', { kind: 'member', ...member })
    if (isActivated(member)) {
      throw preconditionFailed(
        'unknown_precondition',
        `${member.email} has accepted the invitation already. Set a new password instead.`,
      )
    }
    const { shown, stored } = newInvitation()
    await tx.member.update({ where: { id: memberId }, data: stored })
    return { result: shown, audit: { after: { invitationExpiresAt: shown.expiresAt } } }
  },
})
