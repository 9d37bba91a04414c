import type { z } from 'zod'
import { defineCommand } from '@/lib/core/command.ts'
import type { Context } from '@/lib/core/context.ts'
import { now } from '@/lib/clock/clock.ts'
import { requireMayPassOn, toRule } from '../../delegation.ts'
import { orTaken } from '../../or-taken.ts'
import {
  auditedPolicy,
  covers,
  getPolicyOrThrow,
  lockPolicy,
  policyNameTaken,
  principalColumns,
  principalOf,
  requireFreePolicyName,
  requireGoodRules,
  toEvaluated,
  toPolicyDto,
  toRuleRows,
  type PolicyRow,
} from '../internal.ts'
import { updatePolicySchema } from '../schema.ts'

type Input = z.output<typeof updatePolicySchema>

/**
 * Changes a policy; what is left out stays, rules are replaced as a whole. It is effective on the
 * next request. `forbidden` when anybody would get more by it than the actor has: by a rule that
 * no rule of before covers, or by a principal whom the policy did not reach before.
 */
export const updatePolicy = defineCommand({
  name: 'policy.update',
  input: updatePolicySchema,
  resource: lockPolicy,
  run: async (tx, context, input, policy) => {
    const { policyId: id, principal, rules, ...changes } = input
    const { organizationId } = policy
    const { name } = changes
    if (name !== undefined && name !== policy.name) {
      await requireFreePolicyName(tx, organizationId, name)
    }
    const columns =
      principal === undefined ? {} : await principalColumns(tx, organizationId, principal)
    if (rules) await requireGoodRules(tx, organizationId, rules)
    requireNoRaise(context, input, policy)
    if (rules) {
      await tx.policyRule.deleteMany({ where: { policyId: id } })
      await tx.policyRule.createMany({
        data: toRuleRows(rules).map((rule) => ({ policyId: id, ...rule })),
      })
    }
    const updated = tx.policy.update({
      where: { id },
      data: { ...changes, ...columns, updatedAt: now() },
    })
    await orTaken(updated, () => policyNameTaken(id, name ?? policy.name))
    const row = await getPolicyOrThrow(tx, id)
    return {
      result: await toPolicyDto(tx, row),
      audit: { before: auditedPolicy(policy), after: auditedPolicy(row) },
    }
  },
})

function requireNoRaise(context: Context, input: Input, policy: PolicyRow): void {
  const before = policy.rules.map(toRule)
  const after = input.rules?.map(toEvaluated) ?? before
  const current = principalOf(policy)
  const isSamePrincipal =
    input.principal === undefined ||
    (input.principal?.id === current?.id && input.principal?.kind === current?.kind)
  const raised = isSamePrincipal
    ? after.filter((rule) => !before.some((old) => covers(old, rule)))
    : after
  requireMayPassOn(context, 'policy.update', raised)
}
