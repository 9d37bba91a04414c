import { defineCommand } from '@/lib/core/command.ts'
import { preconditionFailed } from '@/lib/core/errors.ts'
import type { Transaction } from '@/lib/db/db.ts'
import { requireConfirmed } from '../../confirm-name.ts'
import { lockProjectForChange } from '../internal.ts'
import { deleteProjectSchema } from '../schema.ts'

/**
 * Deletes an empty project, and its mention in the rules of policies. `precondition_failed` while
 * it has instances or is the default of an API key, which would act elsewhere from then on; and
 * for the last one.
 */
export const deleteProject = defineCommand({
  name: 'project.delete',
  input: deleteProjectSchema,
  resource: lockProjectForChange,
  run: async (tx, _context, { projectId, confirmName }, project) => {
    const { name, description, organizationId } = project
    requireConfirmed(confirmName, name)
    await requireEmpty(tx, projectId)
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('holdfast.projects'))`
    const others = await tx.project.count({ where: { organizationId, id: { not: projectId } } })
    if (others === 0) {
      const message = 'This is the last project. Create another one first.'
      throw preconditionFailed('protected_resource', message)
    }
    await tx.apiKey.deleteMany({ where: { defaultProjectId: projectId } })
    await tx.$executeRaw`
      UPDATE policy_rule SET project_ids = array_remove(project_ids, ${projectId}::uuid)
      WHERE ${projectId}::uuid = ANY (project_ids)`
    await tx.project.delete({ where: { id: projectId } })
    return { result: { projectId }, audit: { before: { name, description } } }
  },
})

async function requireEmpty(tx: Transaction, projectId: string): Promise<void> {
  const instances = await tx.instance.count({ where: { projectId } })
  if (instances > 0) {
    throw preconditionFailed(
      'resource_still_in_use',
      `The project has ${counted(instances, 'instance')}. Delete them first.`,
    )
  }
  const keys = await tx.apiKey.count({ where: { defaultProjectId: projectId, revokedAt: null } })
  if (keys > 0) {
    throw preconditionFailed(
      'resource_still_in_use',
      `The project is the default of ${counted(keys, 'API key')}. Give them another one first.`,
    )
  }
}

function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`
}
