import { defineCommand } from '@/lib/core/command.ts'
import { requireNotOutranked } from '../../delegation.ts'
import { auditedMember, getMemberOrThrow, lockMember, toMemberDto } from '../internal.ts'
import { memberRefSchema } from '../schema.ts'

/**
 * Lets a locked member in again, with their API keys; `forbidden` when that would give back more
 * rights than the actor has.
 */
export const unlockMemberAccess = defineCommand({
  name: 'member.unlock',
  input: memberRefSchema,
  resource: lockMember,
  run: async (tx, context, { memberId }, member) => {
    await requireNotOutranked(tx, context, 'member.unlock', { kind: 'member', ...member })
    await tx.member.update({ where: { id: memberId }, data: { lockedAt: null } })
    const row = await getMemberOrThrow(tx, memberId)
    return {
      result: toMemberDto(row),
      audit: { before: auditedMember(member), after: auditedMember(row) },
    }
  },
})
