import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { AppError } from '@/lib/core/errors.ts'
import { env } from '@/lib/env/env.ts'
import { createInstance } from '@/lib/instances/commands/create.ts'
import { deleteInstance } from '@/lib/instances/commands/delete.ts'
import { restartInstance } from '@/lib/instances/commands/restart.ts'
import { updateInstance } from '@/lib/instances/commands/update.ts'
import { getCreateOptions, getInstance, listInstances } from '@/lib/instances/queries.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { addAclRoutes } from './acls.ts'
import { addCertificateRoutes } from './certificates.ts'
import { addDatabaseRoutes } from './databases.ts'
import { addEndpointRoutes } from './endpoints.ts'
import { randomName } from './names.ts'
import { addPrivilegeRoutes } from './privileges.ts'
import {
  answers,
  instanceIdOf,
  instanceParams,
  jsonBody,
  regional,
  regionParams,
  type ApiEnvironment,
} from './route.ts'
import { addSettingsRoutes } from './settings.ts'
import { addUserRoutes } from './users.ts'
import { pageOf } from './wire/common.ts'
import {
  databaseEnginePageSchema,
  listDatabaseEnginesQuery,
  toDatabaseEngines,
} from './wire/database-engines.ts'
import {
  createInstanceBody,
  listInstancesQuery,
  toCreateInput,
  toListInput,
  toUpdateInput,
  updateInstanceBody,
} from './wire/instance-requests.ts'
import { instancePageSchema, instanceSchema, toInstance } from './wire/instances.ts'
import { listNodeTypesQuery, nodeTypePageSchema, toNodeType } from './wire/node-types.ts'

/** Adds the calls of the namespace `rdb` to the API. */
export function addRdbRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  addCatalogueRoutes(app)
  addInstanceRoutes(app)
  addInstanceDetailRoutes(app)
  addAclRoutes(app)
  addEndpointRoutes(app)
  addCertificateRoutes(app)
  addDatabaseRoutes(app)
  addUserRoutes(app)
  addPrivilegeRoutes(app)
  addSettingsRoutes(app)
}

function addCatalogueRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  const listDatabaseEngines = createRoute({
    method: 'get',
    path: regional('/database-engines'),
    operationId: 'ListDatabaseEngines',
    summary: 'List database engines',
    request: { params: regionParams, query: listDatabaseEnginesQuery },
    responses: answers(databaseEnginePageSchema, 'Engines with their versions.'),
  })
  app.openapi(listDatabaseEngines, async (c) => {
    const query = c.req.valid('query')
    const { engineVersions } = await getCreateOptions.execute(c.var.context, {})
    const engines = toDatabaseEngines(engineVersions, query, env().region)
    return c.json({ engines: pageOf(engines, query), total_count: engines.length }, 200)
  })

  const listNodeTypes = createRoute({
    method: 'get',
    path: regional('/node-types'),
    operationId: 'ListNodeTypes',
    summary: 'List node types',
    request: { params: regionParams, query: listNodeTypesQuery },
    responses: answers(nodeTypePageSchema, 'Node types, and whether there is room for one.'),
  })
  app.openapi(listNodeTypes, async (c) => {
    const query = c.req.valid('query')
    const { nodeTypes } = await getCreateOptions.execute(c.var.context, {})
    const shown = pageOf(nodeTypes, query).map((type) => toNodeType(type, env().region))
    return c.json({ node_types: shown, total_count: nodeTypes.length }, 200)
  })
}

function addInstanceRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  const list = createRoute({
    method: 'get',
    path: regional('/instances'),
    operationId: 'ListInstances',
    summary: 'List instances',
    request: { params: regionParams, query: listInstancesQuery },
    responses: answers(instancePageSchema, 'Instances of the projects that the key may read.'),
  })
  app.openapi(list, async (c) => {
    const page = await listInstances.execute(c.var.context, toListInput(c.req.valid('query')))
    const instances = page.instances.map(toInstance)
    return c.json({ instances, total_count: page.totalCount }, 200)
  })

  const create = createRoute({
    method: 'post',
    path: regional('/instances'),
    operationId: 'CreateInstance',
    summary: 'Create an instance',
    request: { params: regionParams, body: jsonBody(createInstanceBody) },
    responses: answers(instanceSchema, 'The instance, provisioning.'),
  })
  app.openapi(create, async (c) => {
    const body = c.req.valid('json')
    const { context } = c.var
    const instance = await createWithName(body.name ?? '', (name) =>
      createInstance.execute(context, toCreateInput(body, context.actor, name)),
    )
    return c.json(toInstance(instance), 200)
  })

  const get = createRoute({
    method: 'get',
    path: regional('/instances/{instance_id}'),
    operationId: 'GetInstance',
    summary: 'Get an instance',
    request: { params: instanceParams },
    responses: answers(instanceSchema, 'The instance.'),
  })
  app.openapi(get, async (c) => {
    const instanceId = instanceIdOf(c.req.valid('param'))
    return c.json(toInstance(await getInstance.execute(c.var.context, { instanceId })), 200)
  })

  const update = createRoute({
    method: 'patch',
    path: regional('/instances/{instance_id}'),
    operationId: 'UpdateInstance',
    summary: 'Update an instance',
    request: { params: instanceParams, body: jsonBody(updateInstanceBody) },
    responses: answers(instanceSchema, 'The instance with the new values.'),
  })
  app.openapi(update, async (c) => {
    const input = toUpdateInput(instanceIdOf(c.req.valid('param')), c.req.valid('json'))
    return c.json(toInstance(await updateInstance.execute(c.var.context, input)), 200)
  })

  const remove = createRoute({
    method: 'delete',
    path: regional('/instances/{instance_id}'),
    operationId: 'DeleteInstance',
    summary: 'Delete an instance',
    request: { params: instanceParams },
    responses: answers(instanceSchema, 'The instance, deleting.'),
  })
  app.openapi(remove, async (c) => {
    const instanceId = instanceIdOf(c.req.valid('param'))
    return c.json(toInstance(await deleteInstance.execute(c.var.context, { instanceId })), 200)
  })
}

function addInstanceDetailRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  const restart = createRoute({
    method: 'post',
    path: regional('/instances/{instance_id}/restart'),
    operationId: 'RestartInstance',
    summary: 'Restart an instance',
    request: { params: instanceParams, body: jsonBody(z.object({})) },
    responses: answers(instanceSchema, 'The instance, restarting.'),
  })
  app.openapi(restart, async (c) => {
    const instanceId = instanceIdOf(c.req.valid('param'))
    return c.json(toInstance(await restartInstance.execute(c.var.context, { instanceId })), 200)
  })
}

/** Creates with the given name, or with a made-up one: another when the first is taken. */
async function createWithName(
  name: string,
  create: (name: string) => Promise<InstanceDto>,
): Promise<InstanceDto> {
  if (name !== '') return create(name)
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await create(randomName('ins'))
    } catch (error) {
      const isTaken = error instanceof AppError && error.details?.kind === 'already_exists'
      if (!isTaken || attempt === 5) throw error
    }
  }
}
