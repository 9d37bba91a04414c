import { defineCommand } from '@/lib/core/command.ts'
import { orTaken } from '../../or-taken.ts'
import {
  lockProjectForChange,
  projectInclude,
  projectNameTaken,
  requireFreeProjectName,
  toProjectDto,
} from '../internal.ts'
import { updateProjectSchema } from '../schema.ts'

/** Renames or describes a project; what is left out stays. */
export const updateProject = defineCommand({
  name: 'project.update',
  input: updateProjectSchema,
  resource: lockProjectForChange,
  run: async (tx, context, { projectId: id, ...changes }, project) => {
    const { name } = changes
    if (name !== undefined && name !== project.name) {
      await requireFreeProjectName(tx, project.organizationId, name)
    }
    const updated = tx.project.update({ where: { id }, data: changes, include: projectInclude })
    const row = await orTaken(updated, () => projectNameTaken(id, name ?? project.name))
    return {
      result: toProjectDto(context, row),
      audit: {
        before: { name: project.name, description: project.description },
        after: { name: row.name, description: row.description },
      },
    }
  },
})
