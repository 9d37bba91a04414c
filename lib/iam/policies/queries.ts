import { authorise } from '@/lib/core/authorise.ts'
import { defineQuery } from '@/lib/core/query.ts'
import { now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'
import type { Prisma } from '@/lib/generated/prisma/client.ts'
import { whyConditionIsRefused } from '../condition.ts'
import { requireInOrganization } from '../organization.ts'
import { containing, skipAndTake } from '../paging.ts'
import {
  getPolicyOrThrow,
  policyInclude,
  policyRef,
  toPolicyDto,
  toPolicyDtos,
} from './internal.ts'
import {
  checkConditionSchema,
  listPoliciesSchema,
  policyRefSchema,
  type PolicyDto,
  type PolicyOrder,
  type PolicyPage,
} from './schema.ts'

/** Policies of the organization, filtered, ordered and paged. */
export const listPolicies = defineQuery({
  name: 'policy.read',
  input: listPoliciesSchema,
  run: async (context, input): Promise<PolicyPage> => {
    const and: Prisma.PolicyWhereInput[] = [requireInOrganization(context, 'policy.read')]
    const { search, policyIds, memberIds, groupIds, applicationIds, permissionSetName, tag } = input
    if (search) and.push({ name: containing(search) })
    if (policyIds) and.push({ id: { in: policyIds } })
    if (memberIds) and.push({ memberId: { in: memberIds } })
    if (groupIds) and.push({ groupId: { in: groupIds } })
    if (applicationIds) and.push({ applicationId: { in: applicationIds } })
    if (permissionSetName) {
      and.push({ rules: { some: { permissionSetNames: { has: permissionSetName } } } })
    }
    if (tag) and.push({ tags: { has: tag } })
    const nobody: Prisma.PolicyWhereInput = { memberId: null, groupId: null, applicationId: null }
    if (input.hasNoPrincipal === true) and.push(nobody)
    if (input.hasNoPrincipal === false) and.push({ NOT: nobody })
    const where: Prisma.PolicyWhereInput = { AND: and }
    const [rows, totalCount] = await Promise.all([
      db().policy.findMany({
        where,
        include: policyInclude,
        orderBy: [orderOf(input.order), { id: 'asc' }],
        ...skipAndTake(input),
      }),
      db().policy.count({ where }),
    ])
    const policies = await toPolicyDtos(db(), rows)
    return { policies, totalCount, readAt: now().toISOString() }
  },
})

/** One policy with its rules. */
export const getPolicy = defineQuery({
  name: 'policy.read',
  input: policyRefSchema,
  run: async (context, { policyId }): Promise<PolicyDto> => {
    const row = await getPolicyOrThrow(db(), policyId)
    authorise(context, 'policy.read', policyRef(row))
    return toPolicyDto(db(), row)
  },
})

/** Whether a condition could be saved: `refusal` says why not. */
export const checkCondition = defineQuery({
  name: 'policy.read',
  input: checkConditionSchema,
  run: (context, { condition }): Promise<{ refusal: string | null }> => {
    requireInOrganization(context, 'policy.read')
    return Promise.resolve({ refusal: whyConditionIsRefused(condition.trim()) })
  },
})

function orderOf(order: PolicyOrder): Prisma.PolicyOrderByWithRelationInput {
  switch (order) {
    case 'created_at_asc':
      return { createdAt: 'asc' }
    case 'created_at_desc':
      return { createdAt: 'desc' }
    case 'policy_name_asc':
      return { name: 'asc' }
    case 'policy_name_desc':
      return { name: 'desc' }
  }
}
