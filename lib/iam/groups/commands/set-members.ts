import type { z } from 'zod'
import { now } from '@/lib/clock/clock.ts'
import { defineCommand } from '@/lib/core/command.ts'
import { invalid } from '@/lib/core/errors.ts'
import { requireMayPassOn, rulesReaching } from '../../delegation.ts'
import {
  auditedGroup,
  getGroupOrThrow,
  lockGroup,
  requirePrincipals,
  toGroupDto,
} from '../internal.ts'
import { setGroupMembersSchema } from '../schema.ts'

type Input = z.output<typeof setGroupMembersSchema>

const most = 1000

/**
 * Sets who is in a group, as a whole or by what to add and to remove. Whoever joins gets what the
 * group has: `forbidden` when that is more than the actor has. Leaving is always possible.
 */
export const setGroupMembers = defineCommand({
  name: 'group.set-members',
  input: setGroupMembersSchema,
  resource: lockGroup,
  run: async (tx, context, input, group) => {
    const { id: groupId, organizationId } = group
    const members = changeOf(
      group.members.map(({ member }) => member.id),
      { set: input.memberIds, add: input.add?.memberIds, remove: input.remove?.memberIds },
    )
    const applications = changeOf(
      group.applications.map(({ application }) => application.id),
      {
        set: input.applicationIds,
        add: input.add?.applicationIds,
        remove: input.remove?.applicationIds,
      },
    )
    await requirePrincipals(tx, organizationId, members.join, applications.join)
    if (members.join.length + applications.join.length > 0) {
      const rules = await rulesReaching(tx, { kind: 'group', id: groupId })
      requireMayPassOn(context, 'group.set-members', rules)
    }
    await tx.groupMember.deleteMany({ where: { groupId, memberId: { in: members.leave } } })
    await tx.groupApplication.deleteMany({
      where: { groupId, applicationId: { in: applications.leave } },
    })
    await tx.groupMember.createMany({
      data: members.join.map((memberId) => ({ groupId, memberId })),
    })
    await tx.groupApplication.createMany({
      data: applications.join.map((applicationId) => ({ groupId, applicationId })),
    })
    await tx.group.update({ where: { id: groupId }, data: { updatedAt: now() } })
    const row = await getGroupOrThrow(tx, groupId)
    return {
      result: toGroupDto(row),
      audit: { before: auditedGroup(group), after: auditedGroup(row) },
    }
  },
})

interface Wanted {
  set: Input['memberIds']
  add: Input['memberIds']
  remove: Input['memberIds']
}

function changeOf(present: readonly string[], wanted: Wanted): { join: string[]; leave: string[] } {
  const next = new Set(wanted.set ?? present)
  for (const id of wanted.add ?? []) next.add(id)
  for (const id of wanted.remove ?? []) next.delete(id)
  if (next.size > most) {
    const message = `A group has at most ${String(most)} members.`
    throw invalid([{ argument: 'memberIds', reason: 'constraint', message }])
  }
  return {
    join: [...next].filter((id) => !present.includes(id)),
    leave: present.filter((id) => !next.has(id)),
  }
}
