import { defineCommand } from '@/lib/core/command.ts'
import { preconditionFailed } from '@/lib/core/errors.ts'
import { requireConfirmed } from '../../confirm-name.ts'
import { isOneself } from '../../delegation.ts'
import { auditedApplication, lockApplication } from '../internal.ts'
import { deleteApplicationSchema } from '../schema.ts'

/**
 * Deletes an application with its API keys and policies: all of it is refused from the next
 * request on. No application deletes itself.
 */
export const deleteApplication = defineCommand({
  name: 'application.delete',
  input: deleteApplicationSchema,
  resource: lockApplication,
  run: async (tx, context, { applicationId: id, confirmName }, application) => {
    requireConfirmed(confirmName, application.name)
    if (isOneself(context.actor, { kind: 'application', id })) {
      throw preconditionFailed('protected_resource', 'An application cannot delete itself.')
    }
    await tx.application.delete({ where: { id } })
    return { result: { applicationId: id }, audit: { before: auditedApplication(application) } }
  },
})
