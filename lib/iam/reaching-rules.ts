import { Prisma } from '@/lib/generated/prisma/client.ts'
import type { Rule } from './evaluator.ts'

/** A rule as the queries below return it: permission sets, projects (null: all), condition. */
export type PackedRule = readonly [readonly string[], readonly string[] | null, string]

/** Unpacks what `rulesOfMember` and `rulesOfApplication` select. */
export function unpackRules(packed: readonly PackedRule[]): Rule[] {
  return packed.map(([permissionSetNames, projectIds, condition]) => ({
    permissionSetNames,
    projectIds,
    condition,
  }))
}

function rulesOf(policies: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(
    SELECT coalesce(json_agg(json_build_array(
      rule.permission_set_names,
      CASE WHEN rule.is_organization_wide THEN NULL ELSE rule.project_ids END,
      rule.condition
    )), '[]'::json)
    FROM (${policies}) reaching JOIN policy_rule rule ON rule.policy_id = reaching.id
  )`
}

/**
 * Selects, as one JSON value, the rules that reach the row `member` of the query around it:
 * its own and those of its groups. An owner needs none.
 */
export const rulesOfMember = rulesOf(Prisma.sql`
  SELECT policy.id FROM policy WHERE policy.member_id = member.id AND NOT member.is_owner
  UNION ALL
  SELECT policy.id FROM group_member
  JOIN policy ON policy.group_id = group_member.group_id
  WHERE group_member.member_id = member.id AND NOT member.is_owner`)

/** Selects the rules that reach the row `application` of the query around it. */
export const rulesOfApplication = rulesOf(Prisma.sql`
  SELECT policy.id FROM policy WHERE policy.application_id = application.id
  UNION ALL
  SELECT policy.id FROM group_application
  JOIN policy ON policy.group_id = group_application.group_id
  WHERE group_application.application_id = application.id`)
