import { defineCommand } from '@/lib/core/command.ts'
import { newId } from '@/lib/ids/ids.ts'
import { orTaken } from '../../or-taken.ts'
import { loadOrganization } from '../../organization.ts'
import {
  applicationNameTaken,
  applicationRef,
  auditedApplication,
  getApplicationOrThrow,
  requireFreeApplicationName,
  toApplicationDto,
} from '../internal.ts'
import { createApplicationSchema } from '../schema.ts'

/** Creates an application; without policies it may do nothing, without API keys not even try. */
export const createApplication = defineCommand({
  name: 'application.create',
  input: createApplicationSchema,
  resource: (tx, context, input) => loadOrganization(tx, context, input.organizationId),
  run: async (tx, _context, input) => {
    const { organizationId, name } = input
    await requireFreeApplicationName(tx, organizationId, name)
    const id = newId()
    const created = tx.application.create({ data: { id, ...input } })
    await orTaken(created, () => applicationNameTaken(id, name))
    const row = await getApplicationOrThrow(tx, id)
    return {
      result: toApplicationDto(row),
      audit: { resource: applicationRef(row), after: auditedApplication(row) },
    }
  },
})
