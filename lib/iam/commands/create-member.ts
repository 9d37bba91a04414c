import { z } from 'zod'
import { defineCommand } from '@/lib/core/command.ts'
import { alreadyExists } from '@/lib/core/errors.ts'
import { hashPassword } from '@/lib/crypto/passwords.ts'
import { newId } from '@/lib/ids/ids.ts'
import { requireOwner } from '../account-rights.ts'
import { loadOrganization } from '../organization.ts'
import { newPasswordSchema } from '../schema.ts'

const createMemberSchema = z.strictObject({
  organizationId: z.uuid(),
  email: z.email().max(254).toLowerCase(),
  password: newPasswordSchema,
  isOwner: z.boolean().default(false),
})

export interface MemberDto {
  id: string
  email: string
  isOwner: boolean
}

/**
 * Creates a member of the console; without policies they may do nothing unless an owner.
 * Only an owner makes owners: `forbidden` otherwise.
 */
export const createMember = defineCommand({
  name: 'member.create',
  input: createMemberSchema,
  resource: (tx, context, input) => loadOrganization(tx, context, input.organizationId),
  run: async (tx, context, input) => {
    const { organizationId, email, isOwner } = input
    if (isOwner) requireOwner(context, 'member.create')
    const taken = await tx.member.findUnique({ where: { email }, select: { id: true } })
    if (taken) throw alreadyExists('user', taken.id, `${email} is a member already.`)
    const passwordHash = await hashPassword(input.password)
    const id = newId()
    await tx.member.create({
      data: { id, organizationId, email, name: email, passwordHash, isOwner },
    })
    const result: MemberDto = { id, email, isOwner }
    return {
      result,
      audit: {
        resource: { type: 'user', id, name: email, projectId: null, organizationId },
        after: { email, isOwner },
      },
    }
  },
})
