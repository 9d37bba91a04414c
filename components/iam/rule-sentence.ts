import type { RuleDto } from '@/lib/iam/policies/schema.ts'
import { summariseRule } from '@/lib/iam/policies/summary.ts'

/** A stored rule in plain words. */
export function ruleSentence(rule: RuleDto): string {
  const { permissionSetNames, isOrganizationWide, projects, condition } = rule
  const projectNames = projects.map(({ name }) => name)
  return summariseRule({ permissionSetNames, isOrganizationWide, projectNames, condition })
}
