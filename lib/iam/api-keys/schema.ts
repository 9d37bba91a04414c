import { z } from 'zod'
import { descriptionSchema, pageFields, searchSchema, type PrincipalDto } from '../schema.ts'

export const accessKeySchema = z
  .string()
  .regex(/^SCW[A-Z0-9]{17}$/, 'SCW and 17 capital letters or digits.')

const expirySchema = z.iso.datetime({ offset: true, error: 'Enter a date and time.' })

export const createApiKeySchema = z
  .strictObject({
    /** Whose key it is: exactly one of the two. */
    memberId: z.uuid().optional(),
    applicationId: z.uuid().optional(),
    /** The organization's first project when absent. */
    defaultProjectId: z.uuid().optional(),
    description: descriptionSchema.default(''),
    /** Absent or null: the key does not expire. */
    expiresAt: expirySchema.nullish(),
  })
  .refine(
    ({ memberId, applicationId }) => (memberId === undefined) !== (applicationId === undefined),
    {
      message: 'Choose a member or an application.',
      path: ['memberId'],
    },
  )
export type CreateApiKeyInput = z.input<typeof createApiKeySchema>

export const apiKeyRefSchema = z.strictObject({ accessKey: accessKeySchema })

export const updateApiKeySchema = z.strictObject({
  accessKey: accessKeySchema,
  description: descriptionSchema.optional(),
  defaultProjectId: z.uuid().optional(),
  /** Null takes the expiry away; absent leaves it. */
  expiresAt: expirySchema.nullish(),
})
export type UpdateApiKeyInput = z.input<typeof updateApiKeySchema>

export const apiKeyOrders = [
  'created_at_asc',
  'created_at_desc',
  'updated_at_asc',
  'updated_at_desc',
  'expires_at_asc',
  'expires_at_desc',
  'last_used_at_asc',
  'last_used_at_desc',
  'access_key_asc',
  'access_key_desc',
] as const
export type ApiKeyOrder = (typeof apiKeyOrders)[number]

export const listApiKeysSchema = z.strictObject({
  memberId: z.uuid().optional(),
  applicationId: z.uuid().optional(),
  /** A member or an application. */
  bearerId: z.uuid().optional(),
  bearerKind: z.enum(['member', 'application']).optional(),
  accessKeys: z.array(z.string().max(40)).max(100).optional(),
  /** Part of the description or the access key; letter case does not count. */
  search: searchSchema.optional(),
  isExpired: z.boolean().optional(),
  order: z.enum(apiKeyOrders).default('created_at_asc'),
  ...pageFields,
})
export type ListApiKeysInput = z.input<typeof listApiKeysSchema>

export interface ApiKeyDto {
  accessKey: string
  organizationId: string
  /** A member or an application. */
  bearer: PrincipalDto
  description: string
  defaultProjectId: string
  defaultProjectName: string
  /** Null: never. */
  expiresAt: string | null
  isExpired: boolean
  /** Exact to a minute; null: never. */
  lastUsedAt: string | null
  /** Where the request to create it came from. */
  creationAddress: string | null
  createdAt: string
  updatedAt: string
}

export interface ApiKeyPage {
  apiKeys: ApiKeyDto[]
  totalCount: number
  readAt: string
}

export interface NewApiKey extends ApiKeyDto {
  /** Shown here and never again: only its hash is kept. */
  secretKey: string
  /** The same as `defaultProjectId`. */
  projectId: string
}
