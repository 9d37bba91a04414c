import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { notFound } from '@/lib/core/errors.ts'
import { db } from '@/lib/db/db.ts'
import { createUser } from '@/lib/users/commands/create.ts'
import { deleteUser } from '@/lib/users/commands/delete.ts'
import { updateUser } from '@/lib/users/commands/update.ts'
import { listUsers } from '@/lib/users/queries.ts'
import { whenApplied } from './applied.ts'
import {
  answers,
  failures,
  instanceIdOf,
  instanceParams,
  jsonBody,
  regional,
  type ApiEnvironment,
} from './route.ts'
import { pageOf } from './wire/common.ts'
import {
  createUserBody,
  listUsersQuery,
  ordered,
  toUser,
  updateUserBody,
  userPageSchema,
  userSchema,
} from './wire/inside.ts'

const path = regional('/instances/{instance_id}/users')
const userPath = regional('/instances/{instance_id}/users/{name}')
const userParams = instanceParams.extend({ name: z.string() })

/** Adds the calls on the users inside instances to the API. */
export function addUserRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  const list = createRoute({
    method: 'get',
    path,
    operationId: 'ListUsers',
    summary: 'List the users of an instance',
    request: { params: instanceParams, query: listUsersQuery },
    responses: answers(userPageSchema, 'The users, also those that SQL has made.'),
  })
  app.openapi(list, async (c) => {
    const instanceId = instanceIdOf(c.req.valid('param'))
    const query = c.req.valid('query')
    const { users } = await listUsers.execute(c.var.context, { instanceId })
    const chosen = users.filter(
      ({ name, exists }) => exists && (query.name === undefined || name === query.name),
    )
    const isByName = query.order_by.startsWith('name')
    const sorted = ordered(
      chosen,
      query.order_by,
      ({ name, isAdmin }) => (isByName ? name : isAdmin),
      ({ name }) => name,
    )
    const shown = pageOf(sorted, query).map((user) => toUser(user))
    return c.json({ users: shown, total_count: chosen.length }, 200)
  })

  const create = createRoute({
    method: 'post',
    path,
    operationId: 'CreateUser',
    summary: 'Create a user in an instance',
    description: 'The user has no permission on any database yet.',
    request: { params: instanceParams, body: jsonBody(createUserBody) },
    responses: answers(userSchema, 'The user, once the engine has it.'),
  })
  app.openapi(create, async (c) => {
    const instanceId = instanceIdOf(c.req.valid('param'))
    const { name, password, is_admin: isAdmin } = c.req.valid('json')
    const input = { instanceId, name, password, isAdmin: isAdmin ?? false }
    await createUser.execute(c.var.context, input)
    return c.json(await appliedUser(instanceId, name), 200)
  })

  const update = createRoute({
    method: 'patch',
    path: userPath,
    operationId: 'UpdateUser',
    summary: 'Change the password or the admin rights of a user',
    request: { params: userParams, body: jsonBody(updateUserBody) },
    responses: answers(userSchema, 'The user, once the engine has the change.'),
  })
  app.openapi(update, async (c) => {
    const params = c.req.valid('param')
    const instanceId = instanceIdOf(params)
    const { password, is_admin: isAdmin } = c.req.valid('json')
    await updateUser.execute(c.var.context, {
      instanceId,
      name: params.name,
      ...(password === null || password === undefined ? {} : { password }),
      ...(isAdmin === null || isAdmin === undefined ? {} : { isAdmin }),
    })
    return c.json(await appliedUser(instanceId, params.name), 200)
  })

  const remove = createRoute({
    method: 'delete',
    path: userPath,
    operationId: 'DeleteUser',
    summary: 'Delete a user of an instance',
    description: 'Ends the user’s connections. A user who owns anything is not deleted.',
    request: { params: userParams },
    responses: { 204: { description: 'Deleted.' }, ...failures },
  })
  app.openapi(remove, async (c) => {
    const params = c.req.valid('param')
    const instanceId = instanceIdOf(params)
    const { name } = params
    await deleteUser.execute(c.var.context, { instanceId, name })
    await whenApplied({ type: 'user', id: name }, () => find(instanceId, name))
    return c.body(null, 204)
  })
}

async function appliedUser(instanceId: string, name: string): Promise<z.output<typeof userSchema>> {
  const row = await whenApplied({ type: 'user', id: name }, () => find(instanceId, name))
  if (row === null) throw notFound('user', name)
  return toUser(row)
}

function find(instanceId: string, name: string) {
  return db().databaseUser.findUnique({ where: { instanceId_name: { instanceId, name } } })
}
