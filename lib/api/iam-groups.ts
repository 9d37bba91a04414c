import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { createGroup } from '@/lib/iam/groups/commands/create.ts'
import { deleteGroup } from '@/lib/iam/groups/commands/delete.ts'
import { setGroupMembers } from '@/lib/iam/groups/commands/set-members.ts'
import { updateGroup } from '@/lib/iam/groups/commands/update.ts'
import { getGroup, listGroups } from '@/lib/iam/groups/queries.ts'
import { iam, nothing } from './iam-route.ts'
import { randomName } from './names.ts'
import { answers, jsonBody, type ApiEnvironment } from './route.ts'
import { knownId, ownOrganization, uuid } from './wire/iam-common.ts'
import {
  createNamedBody,
  groupMemberBody,
  groupMembersBody,
  groupPageSchema,
  groupSchema,
  listGroupsQuery,
  toGroup,
  toGroupListInput,
  toMembers,
  toNamedChanges,
  toOneMember,
  updateNamedBody,
} from './wire/iam-groups.ts'

const params = z.object({ group_id: uuid })
const idOf = (param: z.output<typeof params>): string => knownId('group', param.group_id)
const answer = answers(groupSchema, 'The group.')

/** Adds the calls on groups and who is in them to the API. */
export function addGroupRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  addCollectionRoutes(app)
  addOneRoutes(app)
  addMemberRoutes(app)
}

function addCollectionRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  const list = createRoute({
    method: 'get',
    path: iam('/groups'),
    operationId: 'ListGroups',
    summary: 'List groups',
    request: { query: listGroupsQuery },
    responses: answers(groupPageSchema, 'Groups of the organization.'),
  })
  app.openapi(list, async (c) => {
    const query = c.req.valid('query')
    ownOrganization(c.var.context.actor, query.organization_id)
    const page = await listGroups.execute(c.var.context, toGroupListInput(query))
    return c.json({ groups: page.groups.map(toGroup), total_count: page.totalCount }, 200)
  })

  const create = createRoute({
    method: 'post',
    path: iam('/groups'),
    operationId: 'CreateGroup',
    summary: 'Create a group',
    request: { body: jsonBody(createNamedBody) },
    responses: answer,
  })
  app.openapi(create, async (c) => {
    const { context } = c.var
    const body = c.req.valid('json')
    const group = await createGroup.execute(context, {
      ...toNamedChanges(body),
      organizationId: ownOrganization(context.actor, body.organization_id),
      name: body.name || randomName('grp'),
    })
    return c.json(toGroup(group), 200)
  })
}

function addOneRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  const get = createRoute({
    method: 'get',
    path: iam('/groups/{group_id}'),
    operationId: 'GetGroup',
    summary: 'Get a group',
    request: { params },
    responses: answer,
  })
  app.openapi(get, async (c) => {
    const groupId = idOf(c.req.valid('param'))
    return c.json(toGroup(await getGroup.execute(c.var.context, { groupId })), 200)
  })

  const update = createRoute({
    method: 'patch',
    path: iam('/groups/{group_id}'),
    operationId: 'UpdateGroup',
    summary: 'Update a group',
    request: { params, body: jsonBody(updateNamedBody) },
    responses: answer,
  })
  app.openapi(update, async (c) => {
    const groupId = idOf(c.req.valid('param'))
    const input = { groupId, ...toNamedChanges(c.req.valid('json')) }
    return c.json(toGroup(await updateGroup.execute(c.var.context, input)), 200)
  })

  const remove = createRoute({
    method: 'delete',
    path: iam('/groups/{group_id}'),
    operationId: 'DeleteGroup',
    summary: 'Delete a group with its policies',
    request: { params },
    responses: nothing,
  })
  app.openapi(remove, async (c) => {
    await deleteGroup.execute(c.var.context, { groupId: idOf(c.req.valid('param')) })
    return c.body(null, 204)
  })
}

function addMemberRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  const set = createRoute({
    method: 'put',
    path: iam('/groups/{group_id}/members'),
    operationId: 'SetGroupMembers',
    summary: 'Set who is in a group',
    request: { params, body: jsonBody(groupMembersBody) },
    responses: answer,
  })
  app.openapi(set, async (c) => {
    const groupId = idOf(c.req.valid('param'))
    const input = { groupId, ...toMembers(c.req.valid('json')) }
    return c.json(toGroup(await setGroupMembers.execute(c.var.context, input)), 200)
  })

  const addOne = createRoute({
    method: 'post',
    path: iam('/groups/{group_id}/add-member'),
    operationId: 'AddGroupMember',
    summary: 'Add a user or an application to a group',
    request: { params, body: jsonBody(groupMemberBody) },
    responses: answer,
  })
  app.openapi(addOne, async (c) => {
    const groupId = idOf(c.req.valid('param'))
    const input = { groupId, add: toOneMember(c.req.valid('json')) }
    return c.json(toGroup(await setGroupMembers.execute(c.var.context, input)), 200)
  })

  const addMany = createRoute({
    method: 'post',
    path: iam('/groups/{group_id}/add-members'),
    operationId: 'AddGroupMembers',
    summary: 'Add users and applications to a group',
    request: { params, body: jsonBody(groupMembersBody) },
    responses: answer,
  })
  app.openapi(addMany, async (c) => {
    const groupId = idOf(c.req.valid('param'))
    const input = { groupId, add: toMembers(c.req.valid('json')) }
    return c.json(toGroup(await setGroupMembers.execute(c.var.context, input)), 200)
  })

  const remove = createRoute({
    method: 'post',
    path: iam('/groups/{group_id}/remove-member'),
    operationId: 'RemoveGroupMember',
    summary: 'Take a user or an application out of a group',
    request: { params, body: jsonBody(groupMemberBody) },
    responses: answer,
  })
  app.openapi(remove, async (c) => {
    const groupId = idOf(c.req.valid('param'))
    const input = { groupId, remove: toOneMember(c.req.valid('json')) }
    return c.json(toGroup(await setGroupMembers.execute(c.var.context, input)), 200)
  })
}
