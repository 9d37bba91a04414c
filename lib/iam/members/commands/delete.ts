import { defineCommand } from '@/lib/core/command.ts'
import { preconditionFailed } from '@/lib/core/errors.ts'
import { requireConfirmed } from '../../confirm-name.ts'
import { isOneself, requireOwnerForOwners } from '../../delegation.ts'
import { auditedMember, lockMember, requireAnotherOwner } from '../internal.ts'
import { deleteMemberSchema } from '../schema.ts'

/**
 * Deletes a member with their sessions, API keys and policies: all of it is refused from the next
 * request on. Nobody deletes themselves; owners are deleted by owners, and never the last one.
 */
export const deleteMember = defineCommand({
  name: 'member.delete',
  input: deleteMemberSchema,
  resource: lockMember,
  run: async (tx, context, { memberId, confirmName }, member) => {
    requireConfirmed(confirmName, member.email)
    if (isOneself(context.actor, { kind: 'member', id: memberId })) {
      throw preconditionFailed('protected_resource', 'You cannot delete yourself. Ask an owner.')
    }
    requireOwnerForOwners(context, 'member.delete', member)
    await requireAnotherOwner(tx, member)
    await tx.member.delete({ where: { id: memberId } })
    return { result: { memberId }, audit: { before: auditedMember(member) } }
  },
})
