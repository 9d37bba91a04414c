import { z } from 'zod'
import {
  descriptionSchema,
  iamTagsSchema,
  pageFields,
  principalNameSchema,
  searchSchema,
  type NamedDto,
} from '../schema.ts'

const oidcGroupsSchema = z
  .array(z.string().trim().min(1, 'A group of the provider has a name.').max(200))
  .max(50, 'At most 50 groups of the provider.')

const idsSchema = z
  .array(z.uuid())
  .max(1000, 'A group has at most 1000 members.')
  .transform((ids) => [...new Set(ids)])

export const createGroupSchema = z.strictObject({
  organizationId: z.uuid(),
  name: principalNameSchema,
  description: descriptionSchema.default(''),
  tags: iamTagsSchema.default([]),
  /** Groups of the OpenID Connect provider whose members join at sign-in. */
  oidcGroups: oidcGroupsSchema.default([]),
  memberIds: idsSchema.default([]),
  applicationIds: idsSchema.default([]),
})

export const groupRefSchema = z.strictObject({ groupId: z.uuid() })

export const updateGroupSchema = z.strictObject({
  groupId: z.uuid(),
  name: principalNameSchema.optional(),
  description: descriptionSchema.optional(),
  tags: iamTagsSchema.optional(),
  oidcGroups: oidcGroupsSchema.optional(),
})

/** Either a whole list, or what to add and to remove; what is left out stays. */
export const setGroupMembersSchema = z.strictObject({
  groupId: z.uuid(),
  memberIds: idsSchema.optional(),
  applicationIds: idsSchema.optional(),
  add: z.strictObject({ memberIds: idsSchema, applicationIds: idsSchema }).partial().optional(),
  remove: z.strictObject({ memberIds: idsSchema, applicationIds: idsSchema }).partial().optional(),
})

export const deleteGroupSchema = z.strictObject({
  groupId: z.uuid(),
  /** The name as typed by the user; the API, which has no such field, leaves it out. */
  confirmName: z.string().optional(),
})

export const groupOrders = [
  'created_at_asc',
  'created_at_desc',
  'updated_at_asc',
  'updated_at_desc',
  'name_asc',
  'name_desc',
] as const
export type GroupOrder = (typeof groupOrders)[number]

export const listGroupsSchema = z.strictObject({
  /** Part of the name; letter case does not count. */
  search: searchSchema.optional(),
  groupIds: z.array(z.uuid()).max(100).optional(),
  /** Groups that any of these is in. */
  memberIds: z.array(z.uuid()).max(100).optional(),
  applicationIds: z.array(z.uuid()).max(100).optional(),
  tag: searchSchema.optional(),
  order: z.enum(groupOrders).default('created_at_asc'),
  ...pageFields,
})
export type ListGroupsInput = z.input<typeof listGroupsSchema>

export interface GroupMemberDto {
  id: string
  email: string
  name: string
  /** True when the OpenID Connect provider put the member in, and takes them out again. */
  isFromOidc: boolean
}

export interface GroupDto {
  id: string
  organizationId: string
  name: string
  description: string
  tags: string[]
  oidcGroups: string[]
  members: GroupMemberDto[]
  applications: NamedDto[]
  policies: NamedDto[]
  createdAt: string
  updatedAt: string
}

export interface GroupPage {
  groups: GroupDto[]
  totalCount: number
  readAt: string
}
