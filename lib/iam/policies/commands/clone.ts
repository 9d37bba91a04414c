import { defineCommand } from '@/lib/core/command.ts'
import { newId } from '@/lib/ids/ids.ts'
import type { Transaction } from '@/lib/db/db.ts'
import { requireMayPassOn, toRule } from '../../delegation.ts'
import { orTaken } from '../../or-taken.ts'
import {
  auditedPolicy,
  getPolicyOrThrow,
  lockPolicy,
  policyNameTaken,
  policyRef,
  toPolicyDto,
  toRuleRows,
} from '../internal.ts'
import { policyRefSchema } from '../schema.ts'

/**
 * Copies a policy under another name; the copy reaches nobody yet. `forbidden` when its rules give
 * more than the actor has.
 */
export const clonePolicy = defineCommand({
  name: 'policy.clone',
  input: policyRefSchema,
  resource: lockPolicy,
  run: async (tx, context, _input, policy) => {
    requireMayPassOn(context, 'policy.clone', policy.rules.map(toRule))
    const { organizationId, description, tags, rules } = policy
    const id = newId()
    const name = await freeName(tx, organizationId, policy.name)
    const created = tx.policy.create({
      data: {
        id,
        organizationId,
        name,
        description,
        tags,
        rules: {
          createMany: {
            data: toRuleRows(
              rules.map(({ permissionSetNames, isOrganizationWide, projectIds, condition }) => ({
                permissionSetNames,
                isOrganizationWide,
                projectIds,
                condition,
              })),
            ),
          },
        },
      },
    })
    await orTaken(created, () => policyNameTaken(id, name))
    const row = await getPolicyOrThrow(tx, id)
    return {
      result: await toPolicyDto(tx, row),
      audit: { resource: policyRef(row), after: { ...auditedPolicy(row), copyOf: policy.id } },
    }
  },
})

const maxNameLength = 64

async function freeName(tx: Transaction, organizationId: string, name: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? ' (copy)' : ` (copy ${String(number)})`
    const candidate = `${name.slice(0, maxNameLength - suffix.length)}${suffix}`
    const where = { organizationId_name: { organizationId, name: candidate } }
    if (!(await tx.policy.findUnique({ where, select: { id: true } }))) return candidate
  }
}
