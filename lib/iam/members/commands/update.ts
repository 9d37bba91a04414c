import { defineCommand } from '@/lib/core/command.ts'
import { isAllowed } from '@/lib/core/authorise.ts'
import { AppError } from '@/lib/core/errors.ts'
import { organizationRef } from '../../organization.ts'
import { requireOwner, requireOwnerForOwners } from '../../delegation.ts'
import {
  auditedMember,
  getMemberOrThrow,
  lockMember,
  requireAnotherOwner,
  toMemberDto,
} from '../internal.ts'
import { updateMemberSchema } from '../schema.ts'

/**
 * Changes a member's name, tags or ownership; what is left out stays. One's own name needs no
 * permission. Only an owner makes, unmakes and changes owners, and the last one stays.
 */
export const updateMember = defineCommand({
  name: 'member.update',
  input: updateMemberSchema,
  resource: lockMember,
  run: async (tx, context, { memberId, ...changes }, member) => {
    const { actor } = context
    const isOwn = 'memberId' in actor && actor.memberId === memberId
    const manages = isAllowed(actor, 'member.update', organizationRef(member.organizationId))
    if (!manages && changes.tags !== undefined) {
      throw new AppError('forbidden', 'Of your own account you may change the name only.', {
        kind: 'permission',
        resource: 'member',
        action: 'member.update',
      })
    }
    if (!isOwn) requireOwnerForOwners(context, 'member.update', member)
    if (changes.isOwner !== undefined && changes.isOwner !== member.isOwner) {
      requireOwner(context, 'member.update', 'Only an owner may make or unmake owners.')
      if (!changes.isOwner) await requireAnotherOwner(tx, member)
    }
    await tx.member.update({ where: { id: memberId }, data: changes })
    const row = await getMemberOrThrow(tx, memberId)
    return {
      result: toMemberDto(row),
      audit: { before: auditedMember(member), after: auditedMember(row) },
    }
  },
})
