import { defineCommand } from '@/lib/core/command.ts'
import { orTaken } from '../../or-taken.ts'
import {
  applicationNameTaken,
  auditedApplication,
  getApplicationOrThrow,
  lockApplication,
  requireFreeApplicationName,
  toApplicationDto,
} from '../internal.ts'
import { updateApplicationSchema } from '../schema.ts'

/** Changes what an application is called; what is left out stays. */
export const updateApplication = defineCommand({
  name: 'application.update',
  input: updateApplicationSchema,
  resource: lockApplication,
  run: async (tx, _context, { applicationId: id, ...changes }, application) => {
    const { name } = changes
    if (name !== undefined && name !== application.name) {
      await requireFreeApplicationName(tx, application.organizationId, name)
    }
    const updated = tx.application.update({ where: { id }, data: changes })
    await orTaken(updated, () => applicationNameTaken(id, name ?? application.name))
    const row = await getApplicationOrThrow(tx, id)
    return {
      result: toApplicationDto(row),
      audit: { before: auditedApplication(application), after: auditedApplication(row) },
    }
  },
})
