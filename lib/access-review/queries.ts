import { now } from '@/lib/clock/clock.ts'
import type { Context } from '@/lib/core/context.ts'
import { AppError } from '@/lib/core/errors.ts'
import { defineQuery } from '@/lib/core/query.ts'
import { db } from '@/lib/db/db.ts'
import { requireInOrganization } from '@/lib/iam/organization.ts'
import { filterItems, readReviewItems } from './internal.ts'
import { byUrgency } from './order.ts'
import {
  listAccessReviewSchema,
  reviewFilterSchema,
  reviewFlags,
  type AccessReviewPage,
  type ReviewFlag,
  type ReviewItemDto,
} from './schema.ts'

/** Who and what has access, what deserves a second look first; filtered and paged. */
export const listAccessReview = defineQuery({
  name: 'access_review.read',
  input: listAccessReviewSchema,
  run: async (context, { page, pageSize, ...filter }): Promise<AccessReviewPage> => {
    const items = await readOwnItems(context)
    const found = byUrgency(filterItems(items, filter))
    const counts = reviewFlags.map((flag): [ReviewFlag, number] => [
      flag,
      items.filter(({ flags }) => flags.includes(flag)).length,
    ])
    const instances = new Map(
      items.flatMap(({ instanceId, place }) => (instanceId ? [[instanceId, place]] : [])),
    )
    return {
      items: found.slice((page - 1) * pageSize, page * pageSize),
      totalCount: found.length,
      summary: {
        all: items.length,
        undecided: items.filter(({ decision }) => decision === null).length,
        flags: Object.fromEntries(counts) as Record<ReviewFlag, number>,
      },
      instances: [...instances].map(([id, name]) => ({ id, name })),
      readAt: now().toISOString(),
    }
  },
})

/** The same without pages, for an export. */
export const readAccessReview = defineQuery({
  name: 'access_review.read',
  input: reviewFilterSchema,
  run: async (context, filter): Promise<ReviewItemDto[]> =>
    byUrgency(filterItems(await readOwnItems(context), filter)),
})

async function readOwnItems(context: Context): Promise<ReviewItemDto[]> {
  const { organizationId } = requireInOrganization(context, 'access_review.read')
  if (organizationId === undefined) {
    throw new AppError('forbidden', 'An access review belongs to an organization.')
  }
  return readReviewItems(db(), organizationId)
}
