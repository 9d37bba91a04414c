import { defineCommand } from '@/lib/core/command.ts'
import { requireMayPassOn, rulesReaching } from '../../delegation.ts'
import { orTaken } from '../../or-taken.ts'
import {
  auditedGroup,
  getGroupOrThrow,
  groupNameTaken,
  lockGroup,
  requireFreeGroupName,
  toGroupDto,
} from '../internal.ts'
import { updateGroupSchema } from '../schema.ts'

/**
 * Changes a group; what is left out stays. Letting more people of the provider join gives them
 * what the group has, so `forbidden` when that is more than the actor has.
 */
export const updateGroup = defineCommand({
  name: 'group.update',
  input: updateGroupSchema,
  resource: lockGroup,
  run: async (tx, context, { groupId: id, ...changes }, group) => {
    const joins = changes.oidcGroups?.some((name) => !group.oidcGroups.includes(name))
    if (joins === true) {
      requireMayPassOn(context, 'group.update', await rulesReaching(tx, { kind: 'group', id }))
    }
    const { name } = changes
    if (name !== undefined && name !== group.name) {
      await requireFreeGroupName(tx, group.organizationId, name)
    }
    const updated = tx.group.update({ where: { id }, data: changes })
    await orTaken(updated, () => groupNameTaken(id, name ?? group.name))
    const row = await getGroupOrThrow(tx, id)
    return {
      result: toGroupDto(row),
      audit: { before: auditedGroup(group), after: auditedGroup(row) },
    }
  },
})
