import { authorise } from '@/lib/core/authorise.ts'
import { defineQuery } from '@/lib/core/query.ts'
import { db } from '@/lib/db/db.ts'
import { getInstanceOrThrow, instanceRef } from '@/lib/instances/resource.ts'
import { insideStateOf } from './inside.ts'
import { toDatabaseDto } from './internal.ts'
import { instanceOfSchema, type DatabaseListDto } from './schema.ts'

/** The databases of an instance, by name. */
export const listDatabases = defineQuery({
  name: 'database.read',
  input: instanceOfSchema,
  run: async (context, { instanceId }): Promise<DatabaseListDto> => {
    const instance = await getInstanceOrThrow(db(), instanceId)
    authorise(context, 'database.read', instanceRef(instance))
    const rows = await db().logicalDatabase.findMany({
      where: { instanceId },
      orderBy: { name: 'asc' },
    })
    return {
      ...insideStateOf(instance),
      databases: rows.map((row) => toDatabaseDto(row, instance)),
    }
  },
})
