import { now } from '@/lib/clock/clock.ts'
import { defineCommand } from '@/lib/core/command.ts'
import { preconditionFailed } from '@/lib/core/errors.ts'
import { isOneself, requireOwnerForOwners } from '../../delegation.ts'
import {
  auditedMember,
  endSessions,
  getMemberOrThrow,
  lockMember,
  requireAnotherOwner,
  toMemberDto,
} from '../internal.ts'
import { memberRefSchema } from '../schema.ts'

/**
 * Locks a member out: sessions end, and API keys are refused until the member is unlocked. Nobody
 * locks themselves; owners are locked by owners, and never the last one.
 */
export const lockMemberAccess = defineCommand({
  name: 'member.lock',
  input: memberRefSchema,
  resource: lockMember,
  run: async (tx, context, { memberId }, member) => {
    if (isOneself(context.actor, { kind: 'member', id: memberId })) {
      throw preconditionFailed('protected_resource', 'You cannot lock yourself. Ask an owner.')
    }
    requireOwnerForOwners(context, 'member.lock', member)
    await requireAnotherOwner(tx, member)
    if (member.lockedAt === null) {
      await tx.member.update({ where: { id: memberId }, data: { lockedAt: now() } })
      await endSessions(tx, memberId)
    }
    const row = await getMemberOrThrow(tx, memberId)
    return {
      result: toMemberDto(row),
      audit: { before: auditedMember(member), after: auditedMember(row) },
    }
  },
})
