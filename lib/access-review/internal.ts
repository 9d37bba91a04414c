import { now } from '@/lib/clock/clock.ts'
import type { Database, Transaction } from '@/lib/db/db.ts'
import type { AccessReviewDecision } from '@/lib/generated/prisma/client.ts'
import { collectItems } from './collect.ts'
import { flagsOf } from './flags.ts'
import type { CollectedItem } from './item.ts'
import { decisions, type DecisionDto, type ReviewFilter, type ReviewItemDto } from './schema.ts'

/** Everything that can be reviewed in the organization, with flags and the last decisions. */
export async function readReviewItems(
  database: Database | Transaction,
  organizationId: string,
): Promise<ReviewItemDto[]> {
  const [items, rows] = await Promise.all([
    collectItems(database, organizationId),
    database.accessReviewDecision.findMany({
      where: { organizationId },
      orderBy: [{ itemKind: 'asc' }, { itemId: 'asc' }, { decidedAt: 'desc' }],
      distinct: ['itemKind', 'itemId'],
    }),
  ])
  const last = new Map(rows.map((row) => [`${row.itemKind} ${row.itemId}`, row]))
  const moment = now()
  return items.map((item) => toReviewItem(item, last.get(`${item.kind} ${item.id}`), moment))
}

function toReviewItem(
  item: CollectedItem,
  decision: AccessReviewDecision | undefined,
  moment: Date,
): ReviewItemDto {
  const { kind, id, name, place, instanceId, opens, useCount, href } = item
  return {
    ...{ kind, id, name, place, instanceId, opens, useCount, href },
    createdAt: item.createdAt.toISOString(),
    lastUsedAt: item.lastUsedAt?.toISOString() ?? null,
    expiresAt: item.expiresAt?.toISOString() ?? null,
    flags: flagsOf({ ...item, reviewBy: decision?.reviewBy ?? null }, moment),
    decision: decision ? toDecisionDto(decision) : null,
  }
}

/** Turns a row into what the console shows. */
export function toDecisionDto(row: AccessReviewDecision): DecisionDto {
  return {
    decision: decisions.find((known) => known === row.decision) ?? 'keep',
    note: row.note,
    decidedByName: row.decidedByName,
    decidedAt: row.decidedAt.toISOString(),
    reviewBy: row.reviewBy?.toISOString() ?? null,
  }
}

/** The items that the filters ask for, those with the most pressing flags first. */
export function filterItems(
  items: readonly ReviewItemDto[],
  { kind, flag, decision, instanceId, search }: ReviewFilter,
): ReviewItemDto[] {
  const wanted = search?.toLowerCase() ?? ''
  return items.filter((item) => {
    if (kind && item.kind !== kind) return false
    if (flag && !item.flags.includes(flag)) return false
    if (decision && (item.decision?.decision ?? 'none') !== decision) return false
    if (instanceId && item.instanceId !== instanceId) return false
    const texts = [item.name, item.place, ...item.opens]
    return wanted === '' || texts.some((text) => text.toLowerCase().includes(wanted))
  })
}
