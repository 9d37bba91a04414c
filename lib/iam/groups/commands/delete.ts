import { defineCommand } from '@/lib/core/command.ts'
import { requireConfirmed } from '../../confirm-name.ts'
import { auditedGroup, lockGroup } from '../internal.ts'
import { deleteGroupSchema } from '../schema.ts'

/** Deletes a group with its policies; its members lose what they had through it at once. */
export const deleteGroup = defineCommand({
  name: 'group.delete',
  input: deleteGroupSchema,
  resource: lockGroup,
  run: async (tx, _context, { groupId, confirmName }, group) => {
    requireConfirmed(confirmName, group.name)
    await tx.group.delete({ where: { id: groupId } })
    const policies = group.policies.map(({ name }) => name)
    return { result: { groupId }, audit: { before: { ...auditedGroup(group), policies } } }
  },
})
