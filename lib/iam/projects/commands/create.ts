import { defineCommand } from '@/lib/core/command.ts'
import { newId } from '@/lib/ids/ids.ts'
import { orTaken } from '../../or-taken.ts'
import { loadOrganization } from '../../organization.ts'
import { projectRef } from '../../projects.ts'
import {
  projectInclude,
  projectNameTaken,
  requireFreeProjectName,
  toProjectDto,
} from '../internal.ts'
import { createProjectSchema } from '../schema.ts'

/** Creates an empty project; it gives its creator nothing that they do not have everywhere. */
export const createProject = defineCommand({
  name: 'project.create',
  input: createProjectSchema,
  resource: (tx, context, input) => loadOrganization(tx, context, input.organizationId),
  run: async (tx, context, input) => {
    const { organizationId, name, description } = input
    await requireFreeProjectName(tx, organizationId, name)
    const id = newId()
    const created = tx.project.create({ data: { id, ...input }, include: projectInclude })
    const row = await orTaken(created, () => projectNameTaken(id, name))
    return {
      result: toProjectDto(context, row),
      audit: { resource: projectRef(row), after: { name, description } },
    }
  },
})
