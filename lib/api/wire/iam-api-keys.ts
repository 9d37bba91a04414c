import { z } from '@hono/zod-openapi'
import {
  type ApiKeyDto,
  type ApiKeyOrder,
  type CreateApiKeyInput,
  type ListApiKeysInput,
  type UpdateApiKeyInput,
} from '@/lib/iam/api-keys/schema.ts'
import { queryFlag, queryText, timestamp, toTimestamp } from './common.ts'
import { given, iamPageQuery, organizationQuery, repeated, uuid } from './iam-common.ts'

const orders = [
  'created_at_asc',
  'created_at_desc',
  'updated_at_asc',
  'updated_at_desc',
  'expires_at_asc',
  'expires_at_desc',
  'access_key_asc',
  'access_key_desc',
] as const satisfies readonly ApiKeyOrder[]

export const apiKeySchema = z
  .object({
    access_key: z.string(),
    secret_key: z.string().nullable().openapi({ description: 'Only when the key is created.' }),
    application_id: z.string().optional(),
    user_id: z.string().optional(),
    description: z.string(),
    created_at: timestamp,
    updated_at: timestamp,
    expires_at: timestamp.nullable(),
    default_project_id: z.string(),
    editable: z.boolean(),
    deletable: z.boolean(),
    managed: z.boolean(),
    creation_ip: z.string(),
  })
  .openapi('APIKey')

export const apiKeyPageSchema = z.object({
  api_keys: z.array(apiKeySchema),
  total_count: z.number().int(),
})

export const listApiKeysQuery = z.object({
  order_by: z.enum(orders).default('created_at_asc'),
  application_id: uuid.optional(),
  user_id: uuid.optional(),
  editable: queryFlag.optional(),
  expired: queryFlag.optional(),
  access_key: queryText.optional(),
  access_keys: repeated(queryText),
  description: queryText.optional(),
  bearer_id: uuid.optional(),
  bearer_type: z.enum(['unknown_bearer_type', 'user', 'application']).optional(),
  ...organizationQuery,
  ...iamPageQuery,
})

export const createApiKeyBody = z
  .object({
    application_id: uuid.nullish(),
    user_id: uuid.nullish(),
    expires_at: z.string().nullish(),
    default_project_id: uuid.nullish(),
    description: z.string().nullish(),
  })
  .openapi('CreateAPIKeyRequest')

export const updateApiKeyBody = z
  .object({
    description: z.string().nullish(),
    default_project_id: uuid.nullish(),
    expires_at: z.string().nullish(),
  })
  .openapi('UpdateAPIKeyRequest')

/** What the command calls a request to create a key. */
export function toCreateInput(body: z.output<typeof createApiKeyBody>): CreateApiKeyInput {
  return {
    ...given('memberId', body.user_id),
    ...given('applicationId', body.application_id),
    ...given('defaultProjectId', body.default_project_id),
    ...given('description', body.description),
    ...given('expiresAt', body.expires_at),
  }
}

/** What the command calls a request to update a key; null leaves a value as it is. */
export function toUpdateInput(
  accessKey: string,
  body: z.output<typeof updateApiKeyBody>,
): UpdateApiKeyInput {
  return {
    accessKey,
    ...given('description', body.description),
    ...given('defaultProjectId', body.default_project_id),
    ...given('expiresAt', body.expires_at),
  }
}

/** What the query calls a request to list keys; all of them can be edited. */
export function toListInput(query: z.output<typeof listApiKeysQuery>): ListApiKeysInput {
  const { access_key: accessKey, bearer_type: bearerType } = query
  const accessKeys = accessKey === undefined ? query.access_keys : [accessKey]
  return {
    order: query.order_by,
    page: query.page,
    pageSize: query.page_size,
    ...given('memberId', query.user_id),
    ...given('applicationId', query.application_id),
    ...given('bearerId', query.bearer_id),
    ...(bearerType === 'user' && { bearerKind: 'member' as const }),
    ...(bearerType === 'application' && { bearerKind: 'application' as const }),
    ...given('isExpired', query.expired),
    ...given('accessKeys', query.editable === false ? [] : accessKeys),
    ...given('search', query.description),
  }
}

/** A key as the API shows it; with its secret only when it was just made. */
export function toApiKey(
  key: ApiKeyDto,
  secretKey: string | null = null,
): z.input<typeof apiKeySchema> {
  const { kind, id } = key.bearer
  return {
    access_key: key.accessKey,
    secret_key: secretKey,
    ...(kind === 'application' ? { application_id: id } : { user_id: id }),
    description: key.description,
    created_at: toTimestamp(key.createdAt),
    updated_at: toTimestamp(key.updatedAt),
    expires_at: key.expiresAt && toTimestamp(key.expiresAt),
    default_project_id: key.defaultProjectId,
    editable: true,
    deletable: true,
    managed: false,
    creation_ip: key.creationAddress ?? '',
  }
}
