import { defineCommand } from '@/lib/core/command.ts'
import { newId } from '@/lib/ids/ids.ts'
import { requireMayPassOn } from '../../delegation.ts'
import { orTaken } from '../../or-taken.ts'
import { loadOrganization } from '../../organization.ts'
import {
  auditedPolicy,
  getPolicyOrThrow,
  policyNameTaken,
  policyRef,
  principalColumns,
  requireFreePolicyName,
  requireGoodRules,
  toEvaluated,
  toPolicyDto,
  toRuleRows,
} from '../internal.ts'
import { createPolicySchema } from '../schema.ts'

/**
 * Creates a policy; it is effective on the next request. `invalid` for a condition that cannot be
 * evaluated; `forbidden` for a rule that gives more than the actor has, even to nobody yet.
 */
export const createPolicy = defineCommand({
  name: 'policy.create',
  input: createPolicySchema,
  resource: (tx, context, input) => loadOrganization(tx, context, input.organizationId),
  run: async (tx, context, { principal, rules, ...input }) => {
    const { organizationId, name } = input
    await requireFreePolicyName(tx, organizationId, name)
    const columns = await principalColumns(tx, organizationId, principal)
    await requireGoodRules(tx, organizationId, rules)
    requireMayPassOn(context, 'policy.create', rules.map(toEvaluated))
    const id = newId()
    const created = tx.policy.create({
      data: { id, ...input, ...columns, rules: { createMany: { data: toRuleRows(rules) } } },
    })
    await orTaken(created, () => policyNameTaken(id, name))
    const row = await getPolicyOrThrow(tx, id)
    return {
      result: await toPolicyDto(tx, row),
      audit: { resource: policyRef(row), after: auditedPolicy(row) },
    }
  },
})
