import { defineCommand } from '@/lib/core/command.ts'
import { invalid, notFound } from '@/lib/core/errors.ts'
import { lockInstance } from '@/lib/instances/resource.ts'
import { can } from '@/lib/instances/state.ts'
import { requirePermitted } from '@/lib/instances/transition.ts'
import { findAllowedExtension } from '../allow-list.ts'
import { toInstalledDto } from '../internal.ts'
import { deleteExtensionSchema } from '../schema.ts'
import { requireExtensible } from './create.ts'

/**
 * Asks the agent to drop an extension from a database. What depends on it keeps it, unless that
 * shall go as well; then its name must be typed.
 */
export const deleteExtension = defineCommand({
  name: 'extension.delete',
  input: deleteExtensionSchema,
  resource: lockInstance,
  run: async (tx, _context, input, instance) => {
    requireExtensible(instance)
    const { instanceId, databaseName, name, isCascade } = input
    if (isCascade && input.confirmName !== name) {
      const message = `Type ${name} to drop it with everything that depends on it.`
      throw invalid([{ argument: 'confirmName', reason: 'constraint', message }])
    }
    requirePermitted(instance, can.extend)
    const where = { instanceId_databaseName_name: { instanceId, databaseName, name } }
    const present = await tx.databaseExtension.findUnique({ where })
    if (!present || !findAllowedExtension(name)) throw notFound('extension', name)
    const row = await tx.databaseExtension.update({
      where,
      data: { status: 'dropping', isCascade, failure: null },
    })
    return {
      result: toInstalledDto(row),
      audit: {
        before: { extension: name, database: databaseName, version: present.version },
        after: { isCascade },
      },
      wake: { reconciler: 'extensions', instanceId },
    }
  },
})
