import { stringify } from 'csv-stringify/sync'
import type { ReviewItemDto } from './schema.ts'

/**
 * Items as CSV (RFC 4180) with a line of headers. What a spreadsheet would take for a formula gets
 * an apostrophe in front.
 */
export function accessReviewCsv(items: readonly ReviewItemDto[]): string {
  const rows = items.map((item) => ({
    kind: item.kind,
    name: item.name,
    place: item.place,
    opens: item.opens.join('; '),
    flags: item.flags.join('; '),
    created: item.createdAt,
    last_used: item.lastUsedAt,
    uses: item.useCount,
    expires: item.expiresAt,
    decision: item.decision?.decision,
    note: item.decision?.note,
    decided_by: item.decision?.decidedByName,
    decided: item.decision?.decidedAt,
    look_again: item.decision?.reviewBy,
    instance_id: item.instanceId,
    id: item.id,
  }))
  const columns = [
    'kind',
    'name',
    'place',
    'opens',
    'flags',
    'created',
    'last_used',
    'uses',
    'expires',
    'decision',
    'note',
    'decided_by',
    'decided',
    'look_again',
    'instance_id',
    'id',
  ]
  return stringify(rows, {
    header: true,
    columns,
    escape_formulas: true,
    record_delimiter: 'windows',
  })
}
