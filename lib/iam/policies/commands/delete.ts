import { defineCommand } from '@/lib/core/command.ts'
import { requireConfirmed } from '../../confirm-name.ts'
import { auditedPolicy, lockPolicy } from '../internal.ts'
import { deletePolicySchema } from '../schema.ts'

/** Deletes a policy; what it allowed is refused from the next request on. */
export const deletePolicy = defineCommand({
  name: 'policy.delete',
  input: deletePolicySchema,
  resource: lockPolicy,
  run: async (tx, _context, { policyId, confirmName }, policy) => {
    requireConfirmed(confirmName, policy.name)
    await tx.policy.delete({ where: { id: policyId } })
    return { result: { policyId }, audit: { before: auditedPolicy(policy) } }
  },
})
