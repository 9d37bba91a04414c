import { defineCommand } from '@/lib/core/command.ts'
import { newId } from '@/lib/ids/ids.ts'
import { orTaken } from '../../or-taken.ts'
import { loadOrganization } from '../../organization.ts'
import {
  auditedGroup,
  getGroupOrThrow,
  groupNameTaken,
  groupRef,
  requireFreeGroupName,
  requirePrincipals,
  toGroupDto,
} from '../internal.ts'
import { createGroupSchema } from '../schema.ts'

/** Creates a group; it gives nothing until a policy reaches it. */
export const createGroup = defineCommand({
  name: 'group.create',
  input: createGroupSchema,
  resource: (tx, context, input) => loadOrganization(tx, context, input.organizationId),
  run: async (tx, _context, { memberIds, applicationIds, ...input }) => {
    const { organizationId, name } = input
    await requireFreeGroupName(tx, organizationId, name)
    await requirePrincipals(tx, organizationId, memberIds, applicationIds)
    const id = newId()
    const created = tx.group.create({
      data: {
        id,
        ...input,
        members: { create: memberIds.map((memberId) => ({ memberId })) },
        applications: { create: applicationIds.map((applicationId) => ({ applicationId })) },
      },
    })
    await orTaken(created, () => groupNameTaken(id, name))
    const row = await getGroupOrThrow(tx, id)
    return {
      result: toGroupDto(row),
      audit: { resource: groupRef(row), after: auditedGroup(row) },
    }
  },
})
