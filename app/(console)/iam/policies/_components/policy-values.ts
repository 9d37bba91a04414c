import type { CreatePolicyInput, PolicyDto, RuleInput } from '@/lib/iam/policies/schema.ts'
import type { PrincipalDto } from '@/lib/iam/schema.ts'
import { parsePrincipal, principalValue } from '@/components/iam/principal-select.tsx'

export interface RuleValues {
  /** Keeps the rule's place in the page while others come and go. */
  key: string
  permissionSetNames: string[]
  isOrganizationWide: boolean
  projectIds: string[]
  condition: string
}

export interface PolicyValues {
  name: string
  description: string
  /** As the select has it; empty for nobody. */
  principal: string
  rules: RuleValues[]
}

/** A new rule: reading, in the one project that there is or that was chosen. */
export function newRule(projectId: string | undefined): RuleValues {
  return {
    key: crypto.randomUUID(),
    permissionSetNames: [],
    isOrganizationWide: false,
    projectIds: projectId === undefined ? [] : [projectId],
    condition: '',
  }
}

/** The values of a stored policy. */
export function valuesOf(policy: PolicyDto): PolicyValues {
  const { name, description, principal, rules } = policy
  return {
    name,
    description,
    principal: principal ? principalValue(principal) : '',
    rules: rules.map((rule) => ({
      key: rule.id,
      permissionSetNames: rule.permissionSetNames,
      isOrganizationWide: rule.isOrganizationWide,
      projectIds: rule.projects.map(({ id }) => id),
      condition: rule.condition,
    })),
  }
}

/** A rule as the command takes it. */
export function ruleInput({ key: _key, ...rule }: RuleValues): RuleInput {
  return { ...rule, projectIds: rule.isOrganizationWide ? [] : rule.projectIds }
}

/** What both commands take. */
export function policyInput(
  values: PolicyValues,
): Pick<CreatePolicyInput, 'name' | 'description' | 'principal' | 'rules'> {
  const { name, description, principal, rules } = values
  return { name, description, principal: parsePrincipal(principal), rules: rules.map(ruleInput) }
}

/** What the chosen principal is called. */
export function principalName(principals: readonly PrincipalDto[], value: string): string | null {
  return principals.find((principal) => principalValue(principal) === value)?.name ?? null
}
