import { z } from '@hono/zod-openapi'
import { invalid } from '@/lib/core/errors.ts'
import type { ApiKeyActor } from '@/lib/auth/api-keys.ts'
import {
  policyOrders,
  type CreatePolicyInput,
  type ListPoliciesInput,
  type PolicyDto,
  type UpdatePolicyInput,
} from '@/lib/iam/policies/schema.ts'
import type { PrincipalInput } from '@/lib/iam/schema.ts'
import { queryFlag, queryText, timestamp, toTimestamp } from './common.ts'
import {
  given,
  iamPageQuery,
  organizationQuery,
  ownOrganization,
  repeated,
  tagQuery,
  uuid,
} from './iam-common.ts'
import { ruleSpecs, toRuleInput } from './iam-rules.ts'

export const policySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    organization_id: z.string(),
    created_at: timestamp,
    updated_at: timestamp,
    editable: z.boolean(),
    deletable: z.boolean(),
    managed: z.boolean(),
    nb_rules: z.number().int(),
    nb_scopes: z.number().int(),
    nb_permission_sets: z.number().int(),
    tags: z.array(z.string()),
    user_id: z.string().optional(),
    group_id: z.string().optional(),
    application_id: z.string().optional(),
    no_principal: z.boolean().optional(),
  })
  .openapi('Policy')

export const policyPageSchema = z.object({
  policies: z.array(policySchema),
  total_count: z.number().int(),
})

const principalFields = {
  user_id: uuid.nullish(),
  group_id: uuid.nullish(),
  application_id: uuid.nullish(),
  no_principal: z.boolean().nullish(),
}

export const createPolicyBody = z
  .object({
    name: z.string().nullish().openapi({ description: 'Empty: a name is made up.' }),
    description: z.string().nullish(),
    organization_id: uuid.nullish(),
    rules: z.array(ruleSpecs).nullish(),
    tags: z.array(z.string()).nullish(),
    ...principalFields,
  })
  .openapi('CreatePolicyRequest')

export const updatePolicyBody = z
  .object({
    name: z.string().nullish(),
    description: z.string().nullish(),
    tags: z.array(z.string()).nullish(),
    ...principalFields,
  })
  .openapi('UpdatePolicyRequest')

export const listPoliciesQuery = z.object({
  order_by: z.enum(policyOrders).default('created_at_asc'),
  editable: queryFlag.optional(),
  user_ids: repeated(uuid),
  group_ids: repeated(uuid),
  application_ids: repeated(uuid),
  no_principal: queryFlag.optional(),
  policy_name: queryText.optional(),
  policy_ids: repeated(uuid),
  ...tagQuery,
  ...organizationQuery,
  ...iamPageQuery,
})

type PrincipalBody = Pick<z.output<typeof updatePolicyBody>, keyof typeof principalFields>

/** The principal that a request names; undefined when it names none, null for nobody. */
function principalOf(body: PrincipalBody): PrincipalInput | null | undefined {
  const named: (PrincipalInput | null)[] = []
  if (body.user_id != null) named.push({ kind: 'member', id: body.user_id })
  if (body.group_id != null) named.push({ kind: 'group', id: body.group_id })
  if (body.application_id != null) named.push({ kind: 'application', id: body.application_id })
  if (body.no_principal === true) named.push(null)
  if (named.length > 1) {
    const message = 'A policy has one principal: a user, a group, an application or none.'
    throw invalid([{ argument: 'no_principal', reason: 'constraint', message }])
  }
  return named[0]
}

/** What the command calls a request to create a policy; the name is given, as it may be made up. */
export function toCreateInput(
  body: z.output<typeof createPolicyBody>,
  actor: ApiKeyActor,
  name: string,
): CreatePolicyInput {
  const principal = principalOf(body)
  if (principal === undefined) {
    const message = 'Name a user_id, group_id, application_id or no_principal.'
    throw invalid([{ argument: 'no_principal', reason: 'required', message }])
  }
  return {
    organizationId: ownOrganization(actor, body.organization_id),
    name,
    principal,
    rules: (body.rules ?? []).map((specs) => toRuleInput(specs, actor)),
    ...given('description', body.description),
    ...given('tags', body.tags),
  }
}

/** What the command calls a request to update a policy; null leaves a value as it is. */
export function toUpdateInput(
  policyId: string,
  body: z.output<typeof updatePolicyBody>,
): UpdatePolicyInput {
  const principal = principalOf(body)
  return {
    policyId,
    ...given('name', body.name),
    ...given('description', body.description),
    ...given('tags', body.tags),
    ...(principal !== undefined && { principal }),
  }
}

/** What the query calls a request to list policies; all of them can be edited. */
export function toListInput(query: z.output<typeof listPoliciesQuery>): ListPoliciesInput {
  return {
    order: query.order_by,
    page: query.page,
    pageSize: query.page_size,
    ...given('search', query.policy_name),
    ...given('policyIds', query.editable === false ? [] : query.policy_ids),
    ...given('memberIds', query.user_ids),
    ...given('groupIds', query.group_ids),
    ...given('applicationIds', query.application_ids),
    ...given('hasNoPrincipal', query.no_principal),
    ...given('tag', query.tag),
  }
}

/** A policy as the API shows it. */
export function toPolicy(policy: PolicyDto): z.input<typeof policySchema> {
  const { principal, rules } = policy
  const scopes = rules.flatMap((rule) =>
    rule.isOrganizationWide ? [policy.organizationId] : rule.projects.map(({ id }) => id),
  )
  return {
    id: policy.id,
    name: policy.name,
    description: policy.description,
    organization_id: policy.organizationId,
    created_at: toTimestamp(policy.createdAt),
    updated_at: toTimestamp(policy.updatedAt),
    editable: true,
    deletable: true,
    managed: false,
    nb_rules: rules.length,
    nb_scopes: new Set(scopes).size,
    nb_permission_sets: new Set(rules.flatMap(({ permissionSetNames }) => permissionSetNames)).size,
    tags: policy.tags,
    ...(principal === null && { no_principal: true }),
    ...(principal?.kind === 'member' && { user_id: principal.id }),
    ...(principal?.kind === 'group' && { group_id: principal.id }),
    ...(principal?.kind === 'application' && { application_id: principal.id }),
  }
}
