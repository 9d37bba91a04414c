import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { notFound } from '@/lib/core/errors.ts'
import { createDatabase } from '@/lib/databases/commands/create.ts'
import { deleteDatabase } from '@/lib/databases/commands/delete.ts'
import { listDatabases } from '@/lib/databases/queries.ts'
import { db } from '@/lib/db/db.ts'
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
  createDatabaseBody,
  databasePageSchema,
  databaseSchema,
  listDatabasesQuery,
  ordered,
  toDatabase,
} from './wire/inside.ts'

const path = regional('/instances/{instance_id}/databases')

/** Adds the calls on the databases inside instances to the API. */
export function addDatabaseRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  const list = createRoute({
    method: 'get',
    path,
    operationId: 'ListDatabases',
    summary: 'List the databases of an instance',
    request: { params: instanceParams, query: listDatabasesQuery },
    responses: answers(databasePageSchema, 'The databases, managed or made by SQL.'),
  })
  app.openapi(list, async (c) => {
    const instanceId = instanceIdOf(c.req.valid('param'))
    const query = c.req.valid('query')
    const { databases } = await listDatabases.execute(c.var.context, { instanceId })
    const chosen = databases.filter(
      ({ name, owner, isManaged, exists }) =>
        exists &&
        (query.name === undefined || name === query.name) &&
        (query.managed === undefined || isManaged === query.managed) &&
        (query.owner === undefined || (owner ?? '') === query.owner),
    )
    const isBySize = query.order_by.startsWith('size')
    const sorted = ordered(
      chosen,
      query.order_by,
      (database) => (isBySize ? (database.sizeBytes ?? 0) : database.name),
      ({ name }) => name,
    )
    const withSize = query.skip_size_retrieval !== true
    const shown = pageOf(sorted, query).map((database) => toDatabase(database, { withSize }))
    return c.json({ databases: shown, total_count: chosen.length }, 200)
  })

  const create = createRoute({
    method: 'post',
    path,
    operationId: 'CreateDatabase',
    summary: 'Create a database in an instance',
    request: { params: instanceParams, body: jsonBody(createDatabaseBody) },
    responses: answers(databaseSchema, 'The database, once the engine has it.'),
  })
  app.openapi(create, async (c) => {
    const instanceId = instanceIdOf(c.req.valid('param'))
    const { name } = c.req.valid('json')
    const created = await createDatabase.execute(c.var.context, { instanceId, name })
    const row = await whenApplied({ type: 'database', id: name }, () => find(instanceId, name))
    if (row === null) throw notFound('database', name)
    return c.json(toDatabase({ ...created, owner: row.owner, sizeBytes: 0 }), 200)
  })

  const remove = createRoute({
    method: 'delete',
    path: regional('/instances/{instance_id}/databases/{name}'),
    operationId: 'DeleteDatabase',
    summary: 'Delete a database of an instance',
    description: 'Ends its connections. Everything in it is lost.',
    request: { params: instanceParams.extend({ name: z.string() }) },
    responses: { 204: { description: 'Deleted.' }, ...failures },
  })
  app.openapi(remove, async (c) => {
    const params = c.req.valid('param')
    const instanceId = instanceIdOf(params)
    const { name } = params
    await deleteDatabase.execute(c.var.context, { instanceId, name })
    await whenApplied({ type: 'database', id: name }, () => find(instanceId, name))
    return c.body(null, 204)
  })
}

function find(instanceId: string, name: string) {
  return db().logicalDatabase.findUnique({ where: { instanceId_name: { instanceId, name } } })
}
