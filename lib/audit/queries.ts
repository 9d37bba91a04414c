import type { Context } from '@/lib/core/context.ts'
import { defineQuery } from '@/lib/core/query.ts'
import { now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'
import type { AuditEntry } from '@/lib/generated/prisma/client.ts'
import {
  fromCursor,
  matchingEntries,
  newerThan,
  olderThan,
  readableEntries,
  toAuditEntryDto,
  toCursor,
} from './internal.ts'
import {
  auditFiltersSchema,
  listAuditEntriesSchema,
  type AuditEntryDto,
  type AuditFilters,
  type AuditPage,
} from './schema.ts'

/**
 * A page of the audit log, newest first, of what the actor may see. Cursors are places in the log:
 * entries that arrive meanwhile move nothing, neither twice into view nor out of it.
 */
export const listAuditEntries = defineQuery({
  name: 'audit.read',
  input: listAuditEntriesSchema,
  run: async (context, { before, after, limit, ...filters }): Promise<AuditPage> => {
    const conditions = [readableEntries(context), ...matchingEntries(filters)]
    if (before !== undefined) conditions.push(olderThan(fromCursor(before)))
    if (after !== undefined) conditions.push(newerThan(fromCursor(after)))
    const direction = after === undefined ? 'desc' : 'asc'
    const found = await db().auditEntry.findMany({
      where: { AND: conditions },
      orderBy: [{ at: direction }, { id: direction }],
      take: limit + 1,
    })
    const rows = found.slice(0, limit)
    const isMore = found.length > limit
    if (after !== undefined) rows.reverse()
    return toPage(rows, {
      older: after === undefined ? isMore : true,
      newer: after === undefined ? before !== undefined : isMore,
    })
  },
})

function toPage(rows: readonly AuditEntry[], more: { older: boolean; newer: boolean }): AuditPage {
  const [first] = rows
  const last = rows.at(-1)
  return {
    entries: rows.map(toAuditEntryDto),
    older: last && more.older ? toCursor(last) : null,
    newer: first && more.newer ? toCursor(first) : null,
    readAt: now().toISOString(),
  }
}

const exportBatch = 1_000

/**
 * Reads all that the filters show and the actor may see, newest first, in batches, so that a log of
 * any length takes little memory. Entries from after the first batch are left out. Throws
 * `forbidden` before the first entry.
 */
export async function* readAuditEntries(
  context: Context,
  filters: AuditFilters,
): AsyncGenerator<AuditEntryDto, void, undefined> {
  const readable = readableEntries(context)
  const conditions = [readable, ...matchingEntries(auditFiltersSchema.parse(filters))]
  let rows: AuditEntry[] = []
  do {
    const last = rows.at(-1)
    rows = await db().auditEntry.findMany({
      where: { AND: last === undefined ? conditions : [...conditions, olderThan(last)] },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take: exportBatch,
    })
    for (const row of rows) yield toAuditEntryDto(row)
  } while (rows.length === exportBatch)
}
