import { z } from '@hono/zod-openapi'
import type { ApplicationDto, ListApplicationsInput } from '@/lib/iam/applications/schema.ts'
import type { GroupDto, ListGroupsInput } from '@/lib/iam/groups/schema.ts'
import { queryFlag, queryText, timestamp, toTimestamp } from './common.ts'
import {
  changeOrders,
  given,
  iamPageQuery,
  organizationQuery,
  repeated,
  tagQuery,
  uuid,
} from './iam-common.ts'

const shared = {
  id: z.string(),
  name: z.string(),
  description: z.string(),
  created_at: timestamp,
  updated_at: timestamp,
  organization_id: z.string(),
  editable: z.boolean(),
  deletable: z.boolean(),
  managed: z.boolean(),
  tags: z.array(z.string()),
}

export const applicationSchema = z
  .object({ ...shared, nb_api_keys: z.number().int() })
  .openapi('Application')

export const applicationPageSchema = z.object({
  applications: z.array(applicationSchema),
  total_count: z.number().int(),
})

export const groupSchema = z
  .object({ ...shared, user_ids: z.array(z.string()), application_ids: z.array(z.string()) })
  .openapi('Group')

export const groupPageSchema = z.object({
  groups: z.array(groupSchema),
  total_count: z.number().int(),
})

const listQuery = {
  order_by: z.enum(changeOrders).default('created_at_asc'),
  name: queryText.optional().openapi({ description: 'Part of the name.' }),
  application_ids: repeated(uuid),
  ...tagQuery,
  ...organizationQuery,
  ...iamPageQuery,
}

export const listApplicationsQuery = z.object({ ...listQuery, editable: queryFlag.optional() })

export const listGroupsQuery = z.object({
  ...listQuery,
  user_ids: repeated(uuid),
  group_ids: repeated(uuid),
})

const changeable = {
  name: z.string().nullish(),
  description: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
}

export const createNamedBody = z
  .object({
    ...changeable,
    name: z.string().nullish().openapi({ description: 'Empty: a name is made up.' }),
    organization_id: uuid.nullish(),
  })
  .openapi('CreateNamedRequest')

export const updateNamedBody = z.object(changeable).openapi('UpdateNamedRequest')

export const groupMembersBody = z
  .object({
    user_ids: z.array(uuid).nullish(),
    application_ids: z.array(uuid).nullish(),
  })
  .openapi('GroupMembersRequest')

export const groupMemberBody = z
  .object({ user_id: uuid.nullish(), application_id: uuid.nullish() })
  .openapi('GroupMemberRequest')

/** What the commands call a change of what something is named; null leaves a value as it is. */
export function toNamedChanges(body: z.output<typeof updateNamedBody>) {
  return {
    ...given('name', body.name),
    ...given('description', body.description),
    ...given('tags', body.tags),
  }
}

/** Members that a request names, as the command adds or removes them. */
export function toMembers(body: {
  user_ids?: string[] | null | undefined
  application_ids?: string[] | null | undefined
}): { memberIds: string[]; applicationIds: string[] } {
  return { memberIds: body.user_ids ?? [], applicationIds: body.application_ids ?? [] }
}

/** The one member that a request names, as a list. */
export function toOneMember(body: z.output<typeof groupMemberBody>) {
  return toMembers({
    user_ids: body.user_id == null ? [] : [body.user_id],
    application_ids: body.application_id == null ? [] : [body.application_id],
  })
}

/** What the query calls a request to list groups. */
export function toGroupListInput(query: z.output<typeof listGroupsQuery>): ListGroupsInput {
  return {
    order: query.order_by,
    page: query.page,
    pageSize: query.page_size,
    ...given('search', query.name),
    ...given('memberIds', query.user_ids),
    ...given('applicationIds', query.application_ids),
    ...given('groupIds', query.group_ids),
    ...given('tag', query.tag),
  }
}

/** What the query calls a request to list applications; all of them can be edited. */
export function toApplicationListInput(
  query: z.output<typeof listApplicationsQuery>,
): ListApplicationsInput {
  return {
    order: query.order_by,
    page: query.page,
    pageSize: query.page_size,
    ...given('search', query.name),
    ...given('applicationIds', query.editable === false ? [] : query.application_ids),
    ...given('tag', query.tag),
  }
}

function toShared(dto: ApplicationDto | GroupDto) {
  return {
    id: dto.id,
    name: dto.name,
    description: dto.description,
    created_at: toTimestamp(dto.createdAt),
    updated_at: toTimestamp(dto.updatedAt),
    organization_id: dto.organizationId,
    editable: true,
    deletable: true,
    managed: false,
    tags: dto.tags,
  }
}

/** An application as the API shows it. */
export function toApplication(dto: ApplicationDto): z.input<typeof applicationSchema> {
  return { ...toShared(dto), nb_api_keys: dto.apiKeyCount }
}

/** A group as the API shows it. */
export function toGroup(dto: GroupDto): z.input<typeof groupSchema> {
  return {
    ...toShared(dto),
    user_ids: dto.members.map(({ id }) => id),
    application_ids: dto.applications.map(({ id }) => id),
  }
}
