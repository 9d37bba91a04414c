import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { AuditEntryDto } from './schema.ts'

const columns = {
  at: 'time',
  outcome: 'outcome',
  action: 'action',
  actorKind: 'actor_kind',
  actorName: 'actor_name',
  actorId: 'actor_id',
  address: 'address',
  userAgent: 'user_agent',
  resourceType: 'object_type',
  resourceName: 'object_name',
  resourceId: 'object_id',
  projectId: 'project_id',
  instanceId: 'instance_id',
  operationId: 'operation_id',
  requestId: 'request_id',
  before: 'before',
  after: 'after',
} as const satisfies Readonly<Record<Exclude<keyof AuditEntryDto, 'id'>, string>>

/**
 * Entries as CSV (RFC 4180) with a line of headers. What a spreadsheet would take for a formula
 * gets an apostrophe in front: cells that start with `=`, `+`, `-`, `@`, a tab or a carriage return.
 */
export function auditCsv(entries: AsyncIterable<AuditEntryDto>): Readable {
  const writer = stringify({
    header: true,
    columns,
    escape_formulas: true,
    record_delimiter: 'windows',
    cast: { object: (value) => JSON.stringify(value) },
  })
  const source = Readable.from(entries)
  source.on('error', (error) => writer.destroy(error))
  writer.on('close', () => source.destroy())
  return source.pipe(writer)
}

/** Entries as one JSON array, an entry a line. */
export function auditJson(entries: AsyncIterable<AuditEntryDto>): Readable {
  // Bytes, not text: the body of an answer takes nothing else.
  return Readable.from(jsonLines(entries), { objectMode: false })
}

async function* jsonLines(entries: AsyncIterable<AuditEntryDto>): AsyncGenerator<string> {
  let separator = '[\n'
  for await (const entry of entries) {
    yield `${separator}${JSON.stringify(entry)}`
    separator = ',\n'
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n'
}
