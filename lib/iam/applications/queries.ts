import { authorise } from '@/lib/core/authorise.ts'
import { defineQuery } from '@/lib/core/query.ts'
import { now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'
import type { Prisma } from '@/lib/generated/prisma/client.ts'
import { requireInOrganization } from '../organization.ts'
import { containing, skipAndTake } from '../paging.ts'
import {
  applicationInclude,
  applicationRef,
  getApplicationOrThrow,
  toApplicationDto,
} from './internal.ts'
import {
  applicationRefSchema,
  listApplicationsSchema,
  type ApplicationDto,
  type ApplicationOrder,
  type ApplicationPage,
} from './schema.ts'

/** Applications of the organization, filtered, ordered and paged. */
export const listApplications = defineQuery({
  name: 'application.read',
  input: listApplicationsSchema,
  run: async (context, input): Promise<ApplicationPage> => {
    const and: Prisma.ApplicationWhereInput[] = [requireInOrganization(context, 'application.read')]
    const { search, applicationIds, tag } = input
    if (search) and.push({ name: containing(search) })
    if (applicationIds) and.push({ id: { in: applicationIds } })
    if (tag) and.push({ tags: { has: tag } })
    const where: Prisma.ApplicationWhereInput = { AND: and }
    const [rows, totalCount] = await Promise.all([
      db().application.findMany({
        where,
        include: applicationInclude,
        orderBy: [orderOf(input.order), { id: 'asc' }],
        ...skipAndTake(input),
      }),
      db().application.count({ where }),
    ])
    return { applications: rows.map(toApplicationDto), totalCount, readAt: now().toISOString() }
  },
})

/** One application. */
export const getApplication = defineQuery({
  name: 'application.read',
  input: applicationRefSchema,
  run: async (context, { applicationId }): Promise<ApplicationDto> => {
    const row = await getApplicationOrThrow(db(), applicationId)
    authorise(context, 'application.read', applicationRef(row))
    return toApplicationDto(row)
  },
})

function orderOf(order: ApplicationOrder): Prisma.ApplicationOrderByWithRelationInput {
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
