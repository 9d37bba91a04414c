import { z } from 'zod'
import { findPermissionSet } from '../catalogue.ts'
import {
  descriptionSchema,
  iamTagsSchema,
  pageFields,
  principalNameSchema,
  principalSchema,
  searchSchema,
  type NamedDto,
  type PrincipalDto,
} from '../schema.ts'

/** The longest condition, in characters. Rule: IAM API. */
export const maxConditionLength = 2048

/** What a rule allows where; the command also checks the condition by its language. */
export const ruleSchema = z
  .strictObject({
    permissionSetNames: z
      .array(z.string())
      .min(1, 'Choose a permission set.')
      .max(50, 'At most 50 permission sets.')
      .transform((names) => [...new Set(names)]),
    /** True: the whole organization, every project included; then `projectIds` is empty. */
    isOrganizationWide: z.boolean(),
    projectIds: z
      .array(z.uuid())
      .max(200, 'At most 200 projects.')
      .transform((ids) => [...new Set(ids)])
      .default([]),
    /** Expression in CEL on the request; empty: always. */
    condition: z
      .string()
      .trim()
      .max(maxConditionLength, `A condition has at most ${String(maxConditionLength)} characters.`)
      .default(''),
  })
  .superRefine((rule, context) => {
    const refuse = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message })
    if (rule.isOrganizationWide && rule.projectIds.length > 0) {
      refuse('projectIds', 'Choose projects or the whole organization, not both.')
    }
    if (!rule.isOrganizationWide && rule.projectIds.length === 0) {
      refuse('projectIds', 'Choose a project, or the whole organization.')
    }
    for (const name of rule.permissionSetNames) {
      const set = findPermissionSet(name)
      if (!set) refuse('permissionSetNames', `${name} is not a permission set.`)
      else if (set.scope === 'organization' && !rule.isOrganizationWide) {
        refuse('permissionSetNames', `${name} is for the whole organization, not for projects.`)
      }
    }
  })
export type RuleInput = z.input<typeof ruleSchema>

const rulesSchema = z.array(ruleSchema).max(100, 'A policy has at most 100 rules.')

export const createPolicySchema = z.strictObject({
  organizationId: z.uuid(),
  name: principalNameSchema,
  description: descriptionSchema.default(''),
  tags: iamTagsSchema.default([]),
  /** Null: the policy reaches nobody yet. */
  principal: principalSchema.nullable().default(null),
  rules: rulesSchema.default([]),
})
export type CreatePolicyInput = z.input<typeof createPolicySchema>

export const policyRefSchema = z.strictObject({ policyId: z.uuid() })

export const updatePolicySchema = z.strictObject({
  policyId: z.uuid(),
  name: principalNameSchema.optional(),
  description: descriptionSchema.optional(),
  tags: iamTagsSchema.optional(),
  principal: principalSchema.nullable().optional(),
  /** Replaces all rules. */
  rules: rulesSchema.optional(),
})
export type UpdatePolicyInput = z.input<typeof updatePolicySchema>

export const deletePolicySchema = z.strictObject({
  policyId: z.uuid(),
  /** The name as typed by the user; the API, which has no such field, leaves it out. */
  confirmName: z.string().optional(),
})

export const checkConditionSchema = z.strictObject({
  condition: z.string().max(maxConditionLength),
})

export const policyOrders = [
  'created_at_asc',
  'created_at_desc',
  'policy_name_asc',
  'policy_name_desc',
] as const
export type PolicyOrder = (typeof policyOrders)[number]

export const listPoliciesSchema = z.strictObject({
  /** Part of the name; letter case does not count. */
  search: searchSchema.optional(),
  policyIds: z.array(z.uuid()).max(100).optional(),
  memberIds: z.array(z.uuid()).max(100).optional(),
  groupIds: z.array(z.uuid()).max(100).optional(),
  applicationIds: z.array(z.uuid()).max(100).optional(),
  /** True: only policies that reach nobody; false: only those that reach somebody. */
  hasNoPrincipal: z.boolean().optional(),
  permissionSetName: z.string().max(100).optional(),
  tag: searchSchema.optional(),
  order: z.enum(policyOrders).default('created_at_asc'),
  ...pageFields,
})
export type ListPoliciesInput = z.input<typeof listPoliciesSchema>

export interface RuleDto {
  id: string
  permissionSetNames: string[]
  isOrganizationWide: boolean
  projects: NamedDto[]
  condition: string
}

export interface PolicyDto {
  id: string
  organizationId: string
  name: string
  description: string
  tags: string[]
  principal: PrincipalDto | null
  rules: RuleDto[]
  createdAt: string
  updatedAt: string
}

export interface PolicyPage {
  policies: PolicyDto[]
  totalCount: number
  readAt: string
}
