import { authorise } from '@/lib/core/authorise.ts'
import { defineQuery } from '@/lib/core/query.ts'
import { db } from '@/lib/db/db.ts'
import { getInstanceOrThrow, instanceRef } from '@/lib/instances/resource.ts'
import { instanceRefSchema } from '@/lib/instances/schema.ts'
import { allowedExtensions, findAllowedExtension } from './allow-list.ts'
import { databaseNames, packVersions, toInstalledDto, whyBlocked } from './internal.ts'
import type { ExtensionsDto } from './schema.ts'

/** What may be installed on an instance, and what its databases have. */
export const getExtensions = defineQuery({
  name: 'extension.read',
  input: instanceRefSchema,
  run: async (context, { instanceId }): Promise<ExtensionsDto> => {
    const instance = await getInstanceOrThrow(db(), instanceId)
    const ref = instanceRef(instance)
    authorise(context, 'instance.read', ref)
    authorise(context, 'extension.read', ref)
    const [versions, databases, rows] = await Promise.all([
      packVersions(db(), instance),
      databaseNames(db(), instance),
      db().databaseExtension.findMany({
        where: { instanceId },
        orderBy: [{ databaseName: 'asc' }, { name: 'asc' }],
      }),
    ])
    const installed = rows.map(toInstalledDto)
    return {
      instanceId,
      databases,
      extensions: allowedExtensions
        .filter(({ name }) => versions === null || versions.has(name))
        .map((extension) => ({
          ...extension,
          version: versions?.get(extension.name) ?? null,
          blockedBecause: whyBlocked(extension, versions, instance),
          installed: installed.filter(({ name }) => name === extension.name),
        })),
      others: installed.filter(({ name }) => findAllowedExtension(name) === null),
    }
  },
})
