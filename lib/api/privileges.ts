import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { invalid, notFound } from '@/lib/core/errors.ts'
import { db } from '@/lib/db/db.ts'
import { setPrivilege } from '@/lib/privileges/commands/set.ts'
import { listPrivileges } from '@/lib/privileges/queries.ts'
import { toPermission } from '@/lib/privileges/state.ts'
import { whenApplied } from './applied.ts'
import {
  answers,
  instanceIdOf,
  instanceParams,
  jsonBody,
  regional,
  type ApiEnvironment,
} from './route.ts'
import { pageOf } from './wire/common.ts'
import {
  listPrivilegesQuery,
  ordered,
  privilegePageSchema,
  privilegeSchema,
  setPrivilegeBody,
  toPrivilege,
} from './wire/inside.ts'

const path = regional('/instances/{instance_id}/privileges')

/** Adds the calls on privileges inside instances to the API. */
export function addPrivilegeRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  const list = createRoute({
    method: 'get',
    path,
    operationId: 'ListPrivileges',
    summary: 'List what users may do in databases',
    request: { params: instanceParams, query: listPrivilegesQuery },
    responses: answers(privilegePageSchema, 'One entry a user and database.'),
  })
  app.openapi(list, async (c) => {
    const instanceId = instanceIdOf(c.req.valid('param'))
    const query = c.req.valid('query')
    const { privileges } = await listPrivileges.execute(c.var.context, { instanceId })
    const chosen = privileges.filter(
      ({ databaseName, userName }) =>
        (query.database_name === undefined || databaseName === query.database_name) &&
        (query.user_name === undefined || userName === query.user_name),
    )
    const isByUser = query.order_by.startsWith('user')
    const sorted = ordered(
      chosen,
      query.order_by,
      ({ userName, databaseName }) => (isByUser ? userName : databaseName),
      ({ userName, databaseName }) => (isByUser ? databaseName : userName),
    )
    const shown = pageOf(sorted, query).map((privilege) => toPrivilege(privilege))
    return c.json({ privileges: shown, total_count: chosen.length }, 200)
  })

  const set = createRoute({
    method: 'put',
    path,
    operationId: 'SetPrivilege',
    summary: 'Set what a user may do in a database',
    description: 'Reaches objects of every owner, and those that are made later.',
    request: { params: instanceParams, body: jsonBody(setPrivilegeBody) },
    responses: answers(privilegeSchema, 'The privilege, once the engine has it.'),
  })
  app.openapi(set, async (c) => {
    const instanceId = instanceIdOf(c.req.valid('param'))
    const { database_name: databaseName, user_name: userName, permission } = c.req.valid('json')
    if (permission === 'custom') {
      const message = 'Choose none, readonly, readwrite or all; custom is what SQL has made.'
      throw invalid([{ argument: 'permission', reason: 'constraint', message }])
    }
    const key = { instanceId, databaseName, userName }
    await setPrivilege.execute(c.var.context, { ...key, permission })
    const row = await whenApplied({ type: 'privilege', id: `${userName}/${databaseName}` }, () =>
      db().privilege.findUnique({ where: { instanceId_databaseName_userName: key } }),
    )
    if (row === null) throw notFound('privilege', `${userName}/${databaseName}`)
    const observed = toPermission(row.observedPermission)
    return c.json(toPrivilege({ databaseName, userName, permission: observed }), 200)
  })
}
