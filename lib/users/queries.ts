import { authorise } from '@/lib/core/authorise.ts'
import { defineQuery } from '@/lib/core/query.ts'
import { insideStateOf } from '@/lib/databases/inside.ts'
import { instanceOfSchema } from '@/lib/databases/schema.ts'
import { db } from '@/lib/db/db.ts'
import { getInstanceOrThrow, instanceRef } from '@/lib/instances/resource.ts'
import { toUserDto } from './internal.ts'
import type { UserListDto } from './schema.ts'

/** The users of an instance, by name. */
export const listUsers = defineQuery({
  name: 'user.read',
  input: instanceOfSchema,
  run: async (context, { instanceId }): Promise<UserListDto> => {
    const instance = await getInstanceOrThrow(db(), instanceId)
    authorise(context, 'user.read', instanceRef(instance))
    const rows = await db().databaseUser.findMany({
      where: { instanceId },
      orderBy: { name: 'asc' },
    })
    return { ...insideStateOf(instance), users: rows.map((row) => toUserDto(row, instance)) }
  },
})
