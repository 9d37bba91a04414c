import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { notFound } from '@/lib/core/errors.ts'
import { createApiKey } from '@/lib/iam/api-keys/commands/create.ts'
import { deleteApiKey } from '@/lib/iam/api-keys/commands/delete.ts'
import { updateApiKey } from '@/lib/iam/api-keys/commands/update.ts'
import { getApiKey, listApiKeys } from '@/lib/iam/api-keys/queries.ts'
import { accessKeySchema } from '@/lib/iam/api-keys/schema.ts'
import { iam, nothing } from './iam-route.ts'
import { answers, jsonBody, type ApiEnvironment } from './route.ts'
import { ownOrganization } from './wire/iam-common.ts'
import {
  apiKeyPageSchema,
  apiKeySchema,
  createApiKeyBody,
  listApiKeysQuery,
  toApiKey,
  toCreateInput,
  toListInput,
  toUpdateInput,
  updateApiKeyBody,
} from './wire/iam-api-keys.ts'

const params = z.object({ access_key: z.string() })
const answer = answers(apiKeySchema, 'The API key.')

/** The access key of a path, once it can be one. */
function keyOf({ access_key: accessKey }: z.output<typeof params>): string {
  if (!accessKeySchema.safeParse(accessKey).success) throw notFound('api_key', accessKey)
  return accessKey
}

/** Adds the calls on API keys to the API. */
export function addApiKeyRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  addCollectionRoutes(app)
  addOneRoutes(app)
}

function addCollectionRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  const list = createRoute({
    method: 'get',
    path: iam('/api-keys'),
    operationId: 'ListAPIKeys',
    summary: 'List API keys',
    request: { query: listApiKeysQuery },
    responses: answers(apiKeyPageSchema, "Keys that the caller may read, at least the caller's."),
  })
  app.openapi(list, async (c) => {
    const query = c.req.valid('query')
    ownOrganization(c.var.context.actor, query.organization_id)
    const page = await listApiKeys.execute(c.var.context, toListInput(query))
    const keys = page.apiKeys.map((key) => toApiKey(key))
    return c.json({ api_keys: keys, total_count: page.totalCount }, 200)
  })

  const create = createRoute({
    method: 'post',
    path: iam('/api-keys'),
    operationId: 'CreateAPIKey',
    summary: 'Create an API key of a user or an application',
    request: { body: jsonBody(createApiKeyBody) },
    responses: answers(apiKeySchema, 'The API key with its secret, which is shown only here.'),
  })
  app.openapi(create, async (c) => {
    const key = await createApiKey.execute(c.var.context, toCreateInput(c.req.valid('json')))
    return c.json(toApiKey(key, key.secretKey), 200)
  })
}

function addOneRoutes(app: OpenAPIHono<ApiEnvironment>): void {
  const get = createRoute({
    method: 'get',
    path: iam('/api-keys/{access_key}'),
    operationId: 'GetAPIKey',
    summary: 'Get an API key',
    request: { params },
    responses: answer,
  })
  app.openapi(get, async (c) => {
    const accessKey = keyOf(c.req.valid('param'))
    return c.json(toApiKey(await getApiKey.execute(c.var.context, { accessKey })), 200)
  })

  const update = createRoute({
    method: 'patch',
    path: iam('/api-keys/{access_key}'),
    operationId: 'UpdateAPIKey',
    summary: 'Update an API key',
    request: { params, body: jsonBody(updateApiKeyBody) },
    responses: answer,
  })
  app.openapi(update, async (c) => {
    const input = toUpdateInput(keyOf(c.req.valid('param')), c.req.valid('json'))
    return c.json(toApiKey(await updateApiKey.execute(c.var.context, input)), 200)
  })

  const remove = createRoute({
    method: 'delete',
    path: iam('/api-keys/{access_key}'),
    operationId: 'DeleteAPIKey',
    summary: 'Revoke an API key',
    request: { params },
    responses: nothing,
  })
  app.openapi(remove, async (c) => {
    await deleteApiKey.execute(c.var.context, { accessKey: keyOf(c.req.valid('param')) })
    return c.body(null, 204)
  })
}
