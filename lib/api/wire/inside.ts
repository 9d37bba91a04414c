import { z } from '@hono/zod-openapi'
import type { DatabaseDto } from '@/lib/databases/schema.ts'
import type { PrivilegeDto } from '@/lib/privileges/schema.ts'
import type { UserDto } from '@/lib/users/schema.ts'
import { pageQuery, queryFlag, queryText } from './common.ts'

export const databaseSchema = z
  .object({
    name: z.string(),
    owner: z.string(),
    managed: z.boolean(),
    size: z.number().openapi({ description: 'Bytes; 0 when it was not read.' }),
  })
  .openapi('Database')

export const databasePageSchema = z.object({
  databases: z.array(databaseSchema),
  total_count: z.number(),
})

export const listDatabasesQuery = z.object({
  ...pageQuery,
  name: queryText.optional(),
  managed: queryFlag.optional(),
  owner: queryText.optional(),
  order_by: z.enum(['name_asc', 'name_desc', 'size_asc', 'size_desc']).default('name_asc'),
  skip_size_retrieval: queryFlag.optional(),
})

export const createDatabaseBody = z.object({ name: z.string() })

export const userSchema = z.object({ name: z.string(), is_admin: z.boolean() }).openapi('User')

export const userPageSchema = z.object({ users: z.array(userSchema), total_count: z.number() })

export const listUsersQuery = z.object({
  ...pageQuery,
  name: queryText.optional(),
  order_by: z.enum(['name_asc', 'name_desc', 'is_admin_asc', 'is_admin_desc']).default('name_asc'),
})

export const createUserBody = z.object({
  name: z.string(),
  password: z.string(),
  is_admin: z.boolean().nullish(),
})

export const updateUserBody = z.object({
  password: z.string().nullish(),
  is_admin: z.boolean().nullish(),
})

export const privilegeSchema = z
  .object({
    permission: z.enum(['readonly', 'readwrite', 'all', 'custom', 'none']),
    database_name: z.string(),
    user_name: z.string(),
  })
  .openapi('Privilege')

export const privilegePageSchema = z.object({
  privileges: z.array(privilegeSchema),
  total_count: z.number(),
})

export const listPrivilegesQuery = z.object({
  ...pageQuery,
  database_name: queryText.optional(),
  user_name: queryText.optional(),
  order_by: z
    .enum(['user_name_asc', 'user_name_desc', 'database_name_asc', 'database_name_desc'])
    .default('user_name_asc'),
})

export const setPrivilegeBody = z.object({
  database_name: z.string(),
  user_name: z.string(),
  permission: z.enum(['readonly', 'readwrite', 'all', 'custom', 'none']),
})

/** A database as the API shows it. */
export function toDatabase(
  database: Pick<DatabaseDto, 'name' | 'owner' | 'isManaged' | 'sizeBytes'>,
  options: { withSize: boolean } = { withSize: true },
): z.output<typeof databaseSchema> {
  return {
    name: database.name,
    owner: database.owner ?? '',
    managed: database.isManaged,
    size: options.withSize ? (database.sizeBytes ?? 0) : 0,
  }
}

/** A user as the API shows it. */
export function toUser(user: Pick<UserDto, 'name' | 'isAdmin'>): z.output<typeof userSchema> {
  return { name: user.name, is_admin: user.isAdmin }
}

/** A privilege as the API shows it. */
export function toPrivilege(
  privilege: Pick<PrivilegeDto, 'permission' | 'databaseName' | 'userName'>,
): z.output<typeof privilegeSchema> {
  return {
    permission: privilege.permission,
    database_name: privilege.databaseName,
    user_name: privilege.userName,
  }
}

/** Orders by one key, up or down, and by name among equals. */
export function ordered<T>(
  items: readonly T[],
  direction: string,
  key: (item: T) => string | number | boolean,
  tie: (item: T) => string,
): T[] {
  const sign = direction.endsWith('_desc') ? -1 : 1
  const compare = (one: string | number | boolean, other: string | number | boolean) =>
    one < other ? -1 : one > other ? 1 : 0
  return [...items].sort(
    (one, other) => sign * compare(key(one), key(other)) || compare(tie(one), tie(other)),
  )
}
