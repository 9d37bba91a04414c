import { authorise } from '@/lib/core/authorise.ts'
import { defineQuery } from '@/lib/core/query.ts'
import { now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'
import type { Prisma } from '@/lib/generated/prisma/client.ts'
import { requireInOrganization } from '../organization.ts'
import { containing, skipAndTake } from '../paging.ts'
import { getMemberOrThrow, memberInclude, memberRef, toMemberDto } from './internal.ts'
import {
  listMembersSchema,
  memberRefSchema,
  type MemberDto,
  type MemberOrder,
  type MemberPage,
} from './schema.ts'

const activated: Prisma.MemberWhereInput = {
  OR: [{ passwordHash: { not: null } }, { oidcSubject: { not: null } }],
}

/** Members of the organization, filtered, ordered and paged. */
export const listMembers = defineQuery({
  name: 'member.read',
  input: listMembersSchema,
  run: async (context, input): Promise<MemberPage> => {
    const and: Prisma.MemberWhereInput[] = [requireInOrganization(context, 'member.read')]
    const { search, memberIds, isOwner, isLocked, status, tag } = input
    if (search) and.push({ OR: [{ email: containing(search) }, { name: containing(search) }] })
    if (memberIds) and.push({ id: { in: memberIds } })
    if (isOwner !== undefined) and.push({ isOwner })
    if (isLocked !== undefined) and.push({ lockedAt: isLocked ? { not: null } : null })
    if (status) and.push(status === 'activated' ? activated : { NOT: activated })
    if (tag) and.push({ tags: { has: tag } })
    const where: Prisma.MemberWhereInput = { AND: and }
    const [rows, totalCount] = await Promise.all([
      db().member.findMany({
        where,
        include: memberInclude(),
        orderBy: [orderOf(input.order), { id: 'asc' }],
        ...skipAndTake(input),
      }),
      db().member.count({ where }),
    ])
    return { members: rows.map(toMemberDto), totalCount, readAt: now().toISOString() }
  },
})

/** One member; oneself always. */
export const getMember = defineQuery({
  name: 'member.read',
  input: memberRefSchema,
  run: async (context, { memberId }): Promise<MemberDto> => {
    const row = await getMemberOrThrow(db(), memberId)
    authorise(context, 'member.read', memberRef(row))
    return toMemberDto(row)
  },
})

function orderOf(order: MemberOrder): Prisma.MemberOrderByWithRelationInput {
  switch (order) {
    case 'created_at_asc':
      return { createdAt: 'asc' }
    case 'created_at_desc':
      return { createdAt: 'desc' }
    case 'updated_at_asc':
      return { updatedAt: 'asc' }
    case 'updated_at_desc':
      return { updatedAt: 'desc' }
    case 'email_asc':
      return { email: 'asc' }
    case 'email_desc':
      return { email: 'desc' }
    case 'name_asc':
      return { name: 'asc' }
    case 'name_desc':
      return { name: 'desc' }
    case 'last_sign_in_asc':
      return { lastSignInAt: { sort: 'asc', nulls: 'first' } }
    case 'last_sign_in_desc':
      return { lastSignInAt: { sort: 'desc', nulls: 'last' } }
  }
}
