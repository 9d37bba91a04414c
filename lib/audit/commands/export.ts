import { projectScope, type ResourceRef } from '@/lib/core/authorise.ts'
import { defineCommand } from '@/lib/core/command.ts'
import { loadOrganization } from '@/lib/iam/organization.ts'
import { exportAuditEntriesSchema } from '../schema.ts'

/**
 * Records that somebody takes a copy of the audit log with them, and with which filters; the copy
 * itself is read by `readAuditEntries`, which shows no more than the page does.
 */
export const exportAuditEntries = defineCommand({
  name: 'audit.export',
  input: exportAuditEntriesSchema,
  resource: async (tx, context, input) => {
    const { ref, record } = await loadOrganization(tx, context, input.organizationId)
    const { projectIds } = projectScope(context.actor, 'audit.export')
    // Who reads the log of some projects only is decided on one of these.
    const projectId = projectIds === 'all' ? null : (projectIds[0] ?? null)
    const resource: ResourceRef = { ...ref, projectId }
    return { ref: resource, record }
  },
  run: (_tx, _context, { organizationId: _organizationId, ...asked }) =>
    Promise.resolve({ result: asked, audit: { after: asked } }),
})
