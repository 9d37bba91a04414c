import { authorise } from '@/lib/core/authorise.ts'
import { defineQuery } from '@/lib/core/query.ts'
import { insideStateOf } from '@/lib/databases/inside.ts'
import { instanceOfSchema } from '@/lib/databases/schema.ts'
import { db } from '@/lib/db/db.ts'
import { getInstanceOrThrow, instanceRef } from '@/lib/instances/resource.ts'
import { toPrivilegeDto } from './internal.ts'
import type { PrivilegeDto, PrivilegeListDto } from './schema.ts'

/** One entry a user and database of the instance, also where the user has nothing. */
export const listPrivileges = defineQuery({
  name: 'privilege.read',
  input: instanceOfSchema,
  run: async (context, { instanceId }): Promise<PrivilegeListDto> => {
    const instance = await getInstanceOrThrow(db(), instanceId)
    authorise(context, 'privilege.read', instanceRef(instance))
    const where = { instanceId }
    const orderBy = { name: 'asc' } as const
    const [databases, users, rows] = await Promise.all([
      db().logicalDatabase.findMany({ where, orderBy, select: { name: true } }),
      db().databaseUser.findMany({ where, orderBy, select: { name: true } }),
      db().privilege.findMany({ where }),
    ])
    const found = new Map(
      rows.map((row) => [JSON.stringify([row.userName, row.databaseName]), toPrivilegeDto(row)]),
    )
    const privileges = users.flatMap(({ name: userName }) =>
      databases.map(
        ({ name: databaseName }) =>
          found.get(JSON.stringify([userName, databaseName])) ?? nothing(userName, databaseName),
      ),
    )
    return { ...insideStateOf(instance), privileges }
  },
})

function nothing(userName: string, databaseName: string): PrivilegeDto {
  return {
    databaseName,
    userName,
    permission: 'none',
    setPermission: null,
    differences: [],
    status: 'ready',
    failure: null,
    generation: 0,
    observedGeneration: 0,
  }
}
