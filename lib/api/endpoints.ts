import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { notFound } from '@/lib/core/errors.ts'
import { createEndpoint } from '@/lib/endpoints/commands/create.ts'
import { deleteEndpoint } from '@/lib/endpoints/commands/delete.ts'
import { migrateEndpoint } from '@/lib/endpoints/commands/migrate.ts'
import { getEndpoint } from '@/lib/endpoints/queries.ts'
import {
  answers,
  failures,
  instanceIdOf,
  instanceParams,
  jsonBody,
  regional,
  regionParams,
  type ApiEnvironment,
} from './route.ts'
import {
  createEndpointBody,
  endpointSchema,
  migrateEndpointBody,
  toCreateEndpointInput,
  toEndpoint,
} from './wire/endpoints.ts'

const endpointParams = regionParams.extend({ endpoint_id: z.guid('This is not a UUID.') })
const path = regional('/endpoints/{endpoint_id}')

/** The id of a path, once it can be one: other ids than UUIDs of our kind cannot exist. */
function endpointIdOf(params: { endpoint_id: string }): string {
  if (!z.uuid().safeParse(params.endpoint_id).success) {
    throw notFound('endpoint', params.endpoint_id)
  }
  return params.endpoint_id
}

/** Adds the calls on endpoints to the API. */
export function addEndpointRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  const create = createRoute({
    method: 'post',
    path: regional('/instances/{instance_id}/endpoints'),
    operationId: 'CreateEndpoint',
    summary: 'Create an endpoint of an instance',
    description: 'The instance is initializing until the endpoint is open.',
    request: { params: instanceParams, body: jsonBody(createEndpointBody) },
    responses: answers(endpointSchema, 'The endpoint, opening.'),
  })
  app.openapi(create, async (c) => {
    const instanceId = instanceIdOf(c.req.valid('param'))
    const input = toCreateEndpointInput(instanceId, c.req.valid('json').endpoint_spec)
    return c.json(toEndpoint(await createEndpoint.execute(c.var.context, input)), 200)
  })

  const get = createRoute({
    method: 'get',
    path,
    operationId: 'GetEndpoint',
    summary: 'Get an endpoint',
    request: { params: endpointParams },
    responses: answers(endpointSchema, 'The endpoint.'),
  })
  app.openapi(get, async (c) => {
    const endpointId = endpointIdOf(c.req.valid('param'))
    return c.json(toEndpoint(await getEndpoint.execute(c.var.context, { endpointId })), 200)
  })

  const remove = createRoute({
    method: 'delete',
    path,
    operationId: 'DeleteEndpoint',
    summary: 'Delete an endpoint',
    description: 'Its connections are cut; the instance is configuring until it is closed.',
    request: { params: endpointParams },
    responses: { ...failures, 204: { description: 'The endpoint is closing.' } },
  })
  app.openapi(remove, async (c) => {
    const endpointId = endpointIdOf(c.req.valid('param'))
    await deleteEndpoint.execute(c.var.context, { endpointId })
    return c.body(null, 204)
  })

  const migrate = createRoute({
    method: 'post',
    path: regional('/endpoints/{endpoint_id}/migrate'),
    operationId: 'MigrateEndpoint',
    summary: 'Move an endpoint to another instance',
    description:
      'Id, host and port stay; connections are cut; allowed IPs stay with the instances.',
    request: { params: endpointParams, body: jsonBody(migrateEndpointBody) },
    responses: answers(endpointSchema, 'The endpoint, which belongs to the other instance now.'),
  })
  app.openapi(migrate, async (c) => {
    const endpointId = endpointIdOf(c.req.valid('param'))
    const instanceId = instanceIdOf(c.req.valid('json'))
    const moved = await migrateEndpoint.execute(c.var.context, { endpointId, instanceId })
    return c.json(toEndpoint(moved), 200)
  })
}
