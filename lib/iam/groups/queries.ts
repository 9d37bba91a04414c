import { authorise } from '@/lib/core/authorise.ts'
import { defineQuery } from '@/lib/core/query.ts'
import { now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'
import type { Prisma } from '@/lib/generated/prisma/client.ts'
import { requireInOrganization } from '../organization.ts'
import { containing, skipAndTake } from '../paging.ts'
import { getGroupOrThrow, groupInclude, groupRef, toGroupDto } from './internal.ts'
import {
  groupRefSchema,
  listGroupsSchema,
  type GroupDto,
  type GroupOrder,
  type GroupPage,
} from './schema.ts'

/** Groups of the organization, filtered, ordered and paged. */
export const listGroups = defineQuery({
  name: 'group.read',
  input: listGroupsSchema,
  run: async (context, input): Promise<GroupPage> => {
    const and: Prisma.GroupWhereInput[] = [requireInOrganization(context, 'group.read')]
    const { search, groupIds, memberIds, applicationIds, tag } = input
    if (search) and.push({ name: containing(search) })
    if (groupIds) and.push({ id: { in: groupIds } })
    if (memberIds) and.push({ members: { some: { memberId: { in: memberIds } } } })
    if (applicationIds) {
      and.push({ applications: { some: { applicationId: { in: applicationIds } } } })
    }
    if (tag) and.push({ tags: { has: tag } })
    const where: Prisma.GroupWhereInput = { AND: and }
    const [rows, totalCount] = await Promise.all([
      db().group.findMany({
        where,
        include: groupInclude,
        orderBy: [orderOf(input.order), { id: 'asc' }],
        ...skipAndTake(input),
      }),
      db().group.count({ where }),
    ])
    return { groups: rows.map(toGroupDto), totalCount, readAt: now().toISOString() }
  },
})

/** One group with who is in it. */
export const getGroup = defineQuery({
  name: 'group.read',
  input: groupRefSchema,
  run: async (context, { groupId }): Promise<GroupDto> => {
    const row = await getGroupOrThrow(db(), groupId)
    authorise(context, 'group.read', groupRef(row))
    return toGroupDto(row)
  },
})

function orderOf(order: GroupOrder): Prisma.GroupOrderByWithRelationInput {
  switch (order) {
    case 'created_at_asc':
      return { createdAt: 'asc' }
    case 'created_at_desc':
      return { createdAt: 'desc' }
    case 'updated_at_asc':
      return { updatedAt: 'asc' }
    case 'updated_at_desc':
      return { updatedAt: 'desc' }
    case 'name_asc':
      return { name: 'asc' }
    case 'name_desc':
      return { name: 'desc' }
  }
}
