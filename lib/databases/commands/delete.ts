import { defineCommand } from '@/lib/core/command.ts'
import { invalid, notFound, preconditionFailed } from '@/lib/core/errors.ts'
import { lockInstance } from '@/lib/instances/resource.ts'
import { requireChangeable } from '../inside.ts'
import { toDatabaseDto } from '../internal.ts'
import { deleteDatabaseSchema } from '../schema.ts'
import { canDatabase } from '../state.ts'

/** Asks the agent to drop a database with all its data; its connections are ended. */
export const deleteDatabase = defineCommand({
  name: 'database.delete',
  input: deleteDatabaseSchema,
  resource: lockInstance,
  run: async (tx, _context, { instanceId, name, confirmName }, instance) => {
    const where = { instanceId_name: { instanceId, name } }
    const found = await tx.logicalDatabase.findUnique({ where })
    if (!found) throw notFound('database', name)
    const database = toDatabaseDto(found, instance)
    const permitted = canDatabase.delete(database)
    if (!permitted.allowed && database.isDefault) {
      throw preconditionFailed('protected_resource', permitted.reason)
    }
    if (confirmName !== undefined && confirmName !== name) {
      const message = `Type ${name} to delete this database.`
      throw invalid([{ argument: 'confirmName', reason: 'constraint', message }])
    }
    requireChangeable(instance)
    const row = await tx.logicalDatabase.update({
      where,
      data: { status: 'deleting', failure: null },
    })
    return {
      result: toDatabaseDto(row, instance),
      audit: { before: { database: name, sizeBytes: database.sizeBytes } },
      wake: { reconciler: 'inventory', instanceId },
    }
  },
})
