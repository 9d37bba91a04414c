import { defineCommand } from '@/lib/core/command.ts'
import type { Context } from '@/lib/core/context.ts'
import { alreadyExists, notFound } from '@/lib/core/errors.ts'
import { hashPassword } from '@/lib/crypto/passwords.ts'
import type { Transaction } from '@/lib/db/db.ts'
import { newId } from '@/lib/ids/ids.ts'
import { requireMayPassOn, requireOwner, rulesReaching } from '../../delegation.ts'
import { loadOrganization } from '../../organization.ts'
import { orTaken } from '../../or-taken.ts'
import { auditedMember, getMemberOrThrow, memberRef, toMemberDto } from '../internal.ts'
import { newInvitation } from '../invitation-token.ts'
import { createMemberSchema, type NewMemberDto } from '../schema.ts'

/**
 * Creates a member of the console, with a password or with an invitation, whose link is returned
 * once. Without policies they may do nothing unless an owner. `forbidden` for an owner by anybody
 * but an owner, and for a group that gives more than the actor has.
 */
export const createMember = defineCommand({
  name: 'member.create',
  input: createMemberSchema,
  resource: (tx, context, input) => loadOrganization(tx, context, input.organizationId),
  run: async (tx, context, input) => {
    const { organizationId, email, isOwner, tags, password } = input
    if (isOwner) requireOwner(context, 'member.create', 'Only an owner may make owners.')
    const nameTaken = (takenBy: string) =>
      alreadyExists('member', takenBy, `${email} is a member already.`)
    const taken = await tx.member.findUnique({ where: { email }, select: { id: true } })
    if (taken) throw nameTaken(taken.id)
    await requireGroups(tx, context, organizationId, input.groupIds)
    const invitation = password === undefined ? newInvitation() : null
    const id = newId()
    const created = tx.member.create({
      data: {
        id,
        organizationId,
        email,
        name: input.name ?? email,
        passwordHash: password === undefined ? null : await hashPassword(password),
        isOwner,
        tags,
        ...invitation?.stored,
        groups: { create: input.groupIds.map((groupId) => ({ groupId })) },
      },
    })
    await orTaken(created, () => nameTaken(id))
    const row = await getMemberOrThrow(tx, id)
    const result: NewMemberDto = { ...toMemberDto(row), invitation: invitation?.shown ?? null }
    return {
      result,
      audit: {
        resource: memberRef(row),
        after: { ...auditedMember(row), isInvited: invitation !== null },
      },
    }
  },
})

async function requireGroups(
  tx: Transaction,
  context: Context,
  organizationId: string,
  groupIds: readonly string[],
): Promise<void> {
  for (const id of groupIds) {
    const group = await tx.group.findFirst({ where: { id, organizationId }, select: { id: true } })
    if (!group) throw notFound('group', id)
    const rules = await rulesReaching(tx, { kind: 'group', id })
    requireMayPassOn(context, 'member.create', rules)
  }
}
