import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { createMember } from '@/lib/iam/members/commands/create.ts'
import { deleteMember } from '@/lib/iam/members/commands/delete.ts'
import { lockMemberAccess } from '@/lib/iam/members/commands/lock.ts'
import { unlockMemberAccess } from '@/lib/iam/members/commands/unlock.ts'
import { updateMemberPassword } from '@/lib/iam/members/commands/update-password.ts'
import { updateMember } from '@/lib/iam/members/commands/update.ts'
import { getMember, listMembers } from '@/lib/iam/members/queries.ts'
import { iam, nothing } from './iam-route.ts'
import { answers, jsonBody, type ApiEnvironment } from './route.ts'
import { given, knownId, ownOrganization, uuid } from './wire/iam-common.ts'
import {
  createUserBody,
  listUsersQuery,
  toCreateInput,
  toListInput,
  toUpdateInput,
  toUser,
  updatePasswordBody,
  updateUserBody,
  updateUsernameBody,
  userPageSchema,
  userSchema,
} from './wire/iam-users.ts'

const params = z.object({ user_id: uuid })
const idOf = (param: z.output<typeof params>): string => knownId('member', param.user_id)
const answer = answers(userSchema, 'The user.')

/** Adds the calls on users to the API: they are the members of the console. */
export function addIamUserRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  addCollectionRoutes(app)
  addUserRoutes(app)
  addAccessRoutes(app)
}

function addCollectionRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  const list = createRoute({
    method: 'get',
    path: iam('/users'),
    operationId: 'ListUsers',
    summary: 'List users',
    request: { query: listUsersQuery },
    responses: answers(userPageSchema, 'Members of the organization.'),
  })
  app.openapi(list, async (c) => {
    const query = c.req.valid('query')
    ownOrganization(c.var.context.actor, query.organization_id)
    const page = await listMembers.execute(c.var.context, toListInput(query))
    return c.json({ users: page.members.map(toUser), total_count: page.totalCount }, 200)
  })

  const create = createRoute({
    method: 'post',
    path: iam('/users'),
    operationId: 'CreateUser',
    summary: 'Create a user, with a password or invited',
    request: { body: jsonBody(createUserBody) },
    responses: answer,
  })
  app.openapi(create, async (c) => {
    const { context } = c.var
    const input = toCreateInput(c.req.valid('json'), context.actor)
    return c.json(toUser(await createMember.execute(context, input)), 200)
  })
}

function addUserRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  const get = createRoute({
    method: 'get',
    path: iam('/users/{user_id}'),
    operationId: 'GetUser',
    summary: 'Get a user',
    request: { params },
    responses: answer,
  })
  app.openapi(get, async (c) => {
    const memberId = idOf(c.req.valid('param'))
    return c.json(toUser(await getMember.execute(c.var.context, { memberId })), 200)
  })

  const update = createRoute({
    method: 'patch',
    path: iam('/users/{user_id}'),
    operationId: 'UpdateUser',
    summary: 'Update a user',
    request: { params, body: jsonBody(updateUserBody) },
    responses: answer,
  })
  app.openapi(update, async (c) => {
    const { context } = c.var
    const memberId = idOf(c.req.valid('param'))
    const user = await getMember.execute(context, { memberId })
    const input = toUpdateInput(user, c.req.valid('json'))
    return c.json(toUser(await updateMember.execute(context, input)), 200)
  })

  const remove = createRoute({
    method: 'delete',
    path: iam('/users/{user_id}'),
    operationId: 'DeleteUser',
    summary: 'Delete a user with their API keys and policies',
    request: { params },
    responses: nothing,
  })
  app.openapi(remove, async (c) => {
    await deleteMember.execute(c.var.context, { memberId: idOf(c.req.valid('param')) })
    return c.body(null, 204)
  })
}

function addAccessRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  const rename = createRoute({
    method: 'post',
    path: iam('/users/{user_id}/update-username'),
    operationId: 'UpdateUserUsername',
    summary: "Change a user's name",
    request: { params, body: jsonBody(updateUsernameBody) },
    responses: answer,
  })
  app.openapi(rename, async (c) => {
    const memberId = idOf(c.req.valid('param'))
    const { username: name } = c.req.valid('json')
    return c.json(toUser(await updateMember.execute(c.var.context, { memberId, name })), 200)
  })

  const updatePassword = createRoute({
    method: 'post',
    path: iam('/users/{user_id}/update-password'),
    operationId: 'UpdateUserPassword',
    summary: "Change a user's password",
    request: { params, body: jsonBody(updatePasswordBody) },
    responses: answer,
  })
  app.openapi(updatePassword, async (c) => {
    const { context } = c.var
    const memberId = idOf(c.req.valid('param'))
    const { password, current_password: current } = c.req.valid('json')
    const input = { memberId, password, ...given('currentPassword', current) }
    await updateMemberPassword.execute(context, input)
    return c.json(toUser(await getMember.execute(context, { memberId })), 200)
  })

  const lock = createRoute({
    method: 'post',
    path: iam('/users/{user_id}/lock'),
    operationId: 'LockUser',
    summary: 'Lock a user out',
    request: { params },
    responses: answer,
  })
  app.openapi(lock, async (c) => {
    const memberId = idOf(c.req.valid('param'))
    return c.json(toUser(await lockMemberAccess.execute(c.var.context, { memberId })), 200)
  })

  const unlock = createRoute({
    method: 'post',
    path: iam('/users/{user_id}/unlock'),
    operationId: 'UnlockUser',
    summary: 'Let a locked user in again',
    request: { params },
    responses: answer,
  })
  app.openapi(unlock, async (c) => {
    const memberId = idOf(c.req.valid('param'))
    return c.json(toUser(await unlockMemberAccess.execute(c.var.context, { memberId })), 200)
  })
}
