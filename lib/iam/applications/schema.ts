import { z } from 'zod'
import {
  descriptionSchema,
  iamTagsSchema,
  pageFields,
  principalNameSchema,
  searchSchema,
  type NamedDto,
} from '../schema.ts'

export const createApplicationSchema = z.strictObject({
  organizationId: z.uuid(),
  name: principalNameSchema,
  description: descriptionSchema.default(''),
  tags: iamTagsSchema.default([]),
})

export const applicationRefSchema = z.strictObject({ applicationId: z.uuid() })

export const updateApplicationSchema = z.strictObject({
  applicationId: z.uuid(),
  name: principalNameSchema.optional(),
  description: descriptionSchema.optional(),
  tags: iamTagsSchema.optional(),
})

export const deleteApplicationSchema = z.strictObject({
  applicationId: z.uuid(),
  /** The name as typed by the user; the API, which has no such field, leaves it out. */
  confirmName: z.string().optional(),
})

export const applicationOrders = [
  'created_at_asc',
  'created_at_desc',
  'updated_at_asc',
  'updated_at_desc',
  'name_asc',
  'name_desc',
] as const
export type ApplicationOrder = (typeof applicationOrders)[number]

export const listApplicationsSchema = z.strictObject({
  /** Part of the name; letter case does not count. */
  search: searchSchema.optional(),
  applicationIds: z.array(z.uuid()).max(100).optional(),
  tag: searchSchema.optional(),
  order: z.enum(applicationOrders).default('created_at_asc'),
  ...pageFields,
})
export type ListApplicationsInput = z.input<typeof listApplicationsSchema>

export interface ApplicationDto {
  id: string
  organizationId: string
  name: string
  description: string
  tags: string[]
  groups: NamedDto[]
  /** Policies of the application itself, without those of groups. */
  policyCount: number
  /** Keys that are neither deleted nor expired. */
  apiKeyCount: number
  /** When any of its keys was last used. */
  lastUsedAt: string | null
  createdAt: string
  updatedAt: string
}

export interface ApplicationPage {
  applications: ApplicationDto[]
  totalCount: number
  readAt: string
}
