import { defineCommand } from '@/lib/core/command.ts'
import { alreadyExists, invalid } from '@/lib/core/errors.ts'
import { engineOf } from '@/lib/instances/engines.ts'
import { lockInstance } from '@/lib/instances/resource.ts'
import { requireChangeable } from '../inside.ts'
import { toDatabaseDto } from '../internal.ts'
import { whyDatabaseNameIsRefused } from '../names.ts'
import { createDatabaseSchema } from '../schema.ts'

/**
 * Asks the agent for a database. One that failed is tried again under the same name; where its
 * deletion failed, that keeps it.
 */
export const createDatabase = defineCommand({
  name: 'database.create',
  input: createDatabaseSchema,
  resource: lockInstance,
  run: async (tx, _context, { instanceId, name }, instance) => {
    const engine = engineOf(instance.engine).name
    const refusal = whyDatabaseNameIsRefused(name, engine)
    if (refusal !== null) {
      throw invalid([{ argument: 'name', reason: 'constraint', message: refusal }])
    }
    requireChangeable(instance)
    const rows = await tx.logicalDatabase.findMany({ where: { instanceId } })
    const present = rows.find((row) => row.name === name)
    if (present && present.status !== 'failed') {
      throw alreadyExists('database', name, `The database ${name} exists already.`)
    }
    const alike = rows.find((row) => row.name.toLowerCase() === name.toLowerCase())
    if (engine === 'mysql' && alike && alike.name !== name) {
      const message = `The database ${alike.name} exists already. Names that differ in letter case only are the same on many MySQL servers.`
      throw alreadyExists('database', alike.name, message)
    }
    const row = await tx.logicalDatabase.upsert({
      where: { instanceId_name: { instanceId, name } },
      create: { instanceId, name, isManaged: true, status: 'applying' },
      update: { status: 'applying', failure: null },
    })
    return {
      result: toDatabaseDto(row, instance),
      audit: { after: { database: name } },
      wake: { reconciler: 'inventory', instanceId },
    }
  },
})
