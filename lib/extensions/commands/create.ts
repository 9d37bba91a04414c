import { defineCommand } from '@/lib/core/command.ts'
import { alreadyExists, invalid, notFound, preconditionFailed } from '@/lib/core/errors.ts'
import { engineOf } from '@/lib/instances/engines.ts'
import { lockInstance, type InstanceRow } from '@/lib/instances/resource.ts'
import { can } from '@/lib/instances/state.ts'
import { requirePermitted } from '@/lib/instances/transition.ts'
import { findAllowedExtension } from '../allow-list.ts'
import { databaseNames, packVersions, toInstalledDto, whyBlocked } from '../internal.ts'
import { createExtensionSchema } from '../schema.ts'

/** Throws for an engine that has no extensions. */
export function requireExtensible(instance: InstanceRow): void {
  if (engineOf(instance.engine).name === 'postgresql') return
  const message = 'MySQL has no extensions that could be installed in a database.'
  throw preconditionFailed('unknown_precondition', message)
}

/** Asks the agent to install an extension in a database; one that failed is tried again. */
export const createExtension = defineCommand({
  name: 'extension.create',
  input: createExtensionSchema,
  resource: lockInstance,
  run: async (tx, _context, input, instance) => {
    requireExtensible(instance)
    const { instanceId, databaseName, name, schemaName } = input
    const extension = findAllowedExtension(name)
    if (!extension) {
      const message = `${name} is not an extension that may be installed.`
      throw invalid([{ argument: 'name', reason: 'constraint', message }])
    }
    requirePermitted(instance, can.extend)
    const blocked = whyBlocked(extension, await packVersions(tx, instance), instance)
    if (blocked !== null) throw preconditionFailed('unknown_precondition', blocked)
    if (!(await databaseNames(tx, instance)).includes(databaseName)) {
      throw notFound('database', databaseName)
    }
    const key = { instanceId, databaseName, name }
    const present = await tx.databaseExtension.findUnique({
      where: { instanceId_databaseName_name: key },
    })
    if (present && present.status !== 'failed') {
      throw alreadyExists('extension', name, `${databaseName} has ${name} already.`)
    }
    const wanted = { schemaName, status: 'installing', failure: null, isCascade: false }
    const row = await tx.databaseExtension.upsert({
      where: { instanceId_databaseName_name: key },
      create: { ...key, ...wanted },
      update: wanted,
    })
    return {
      result: toInstalledDto(row),
      audit: { after: { extension: name, database: databaseName, schema: schemaName } },
      wake: { reconciler: 'extensions', instanceId },
    }
  },
})
