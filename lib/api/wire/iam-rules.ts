import { createHash } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import type { ApiKeyActor } from '@/lib/auth/api-keys.ts'
import type { PermissionSet } from '@/lib/iam/catalogue.ts'
import type { RuleDto, RuleInput, UpdatePolicyInput } from '@/lib/iam/policies/schema.ts'
import { iamPageQuery, organizationQuery, ownOrganization, uuid } from './iam-common.ts'

const scopeTypes = ['unknown_scope_type', 'projects', 'organization', 'account_root_user'] as const

export const ruleSchema = z
  .object({
    id: z.string(),
    permission_set_names: z.array(z.string()),
    permission_sets_scope_type: z.enum(scopeTypes),
    condition: z.string(),
    project_ids: z.array(z.string()).optional(),
    organization_id: z.string().optional(),
  })
  .openapi('Rule')

export const rulePageSchema = z.object({
  rules: z.array(ruleSchema),
  total_count: z.number().int(),
})
export const ruleListSchema = z.object({ rules: z.array(ruleSchema) })

export const permissionSetSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    scope_type: z.enum(scopeTypes),
    description: z.string(),
    categories: z.array(z.string()),
  })
  .openapi('PermissionSet')

export const permissionSetPageSchema = z.object({
  permission_sets: z.array(permissionSetSchema),
  total_count: z.number().int(),
})

export const ruleSpecs = z
  .object({
    permission_set_names: z.array(z.string()).nullish(),
    condition: z.string().nullish().openapi({ description: 'CEL, 2048 characters at most.' }),
    project_ids: z.array(uuid).nullish(),
    organization_id: uuid.nullish(),
  })
  .openapi('RuleSpecs')

export const setRulesBody = z
  .object({ policy_id: uuid, rules: z.array(ruleSpecs) })
  .openapi('SetRulesRequest')

export const listRulesQuery = z.object({ policy_id: uuid, ...iamPageQuery })

export const listPermissionSetsQuery = z.object({
  order_by: z
    .enum(['name_asc', 'name_desc', 'created_at_asc', 'created_at_desc'])
    .default('created_at_asc'),
  ...organizationQuery,
  ...iamPageQuery,
})

/** What the commands call a rule of a request. */
export function toRuleInput(specs: z.output<typeof ruleSpecs>, actor: ApiKeyActor): RuleInput {
  const isOrganizationWide = specs.organization_id != null
  if (isOrganizationWide) ownOrganization(actor, specs.organization_id)
  return {
    permissionSetNames: specs.permission_set_names ?? [],
    isOrganizationWide,
    projectIds: specs.project_ids ?? [],
    condition: specs.condition ?? '',
  }
}

/** What the command calls a request to set the rules of a policy. */
export function toRulesInput(
  body: z.output<typeof setRulesBody>,
  actor: ApiKeyActor,
): UpdatePolicyInput {
  const { policy_id: policyId, rules } = body
  return { policyId, rules: rules.map((specs) => toRuleInput(specs, actor)) }
}

/** A rule as the API shows it; only the scope that it has is set. */
export function toRule(rule: RuleDto, organizationId: string): z.input<typeof ruleSchema> {
  return {
    id: rule.id,
    permission_set_names: rule.permissionSetNames,
    permission_sets_scope_type: rule.isOrganizationWide ? 'organization' : 'projects',
    condition: rule.condition,
    ...(rule.isOrganizationWide
      ? { organization_id: organizationId }
      : { project_ids: rule.projects.map(({ id }) => id) }),
  }
}

/** A permission set as the API shows it; its id follows from its name, which never changes. */
export function toPermissionSet(set: PermissionSet): z.input<typeof permissionSetSchema> {
  const digest = createHash('sha256').update(set.name).digest('hex')
  const groups = /^(.{8})(.{4}).(.{3}).(.{3})(.{12})/.exec(digest)?.slice(1) ?? []
  const [low = '', mid = '', high = '', clock = '', node = ''] = groups
  return {
    id: `${low}-${mid}-8${high}-8${clock}-${node}`,
    name: set.name,
    scope_type: set.scope,
    description: set.description,
    categories: [set.scope === 'projects' ? 'Databases' : 'Organization'],
  }
}
