import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { auditCsv, auditJson } from './export.ts'
import type { AuditEntryDto } from './schema.ts'

const entry: AuditEntryDto = {
  id: '00000000-0000-4000-8000-000000000001',
  at: '2026-11-23T14:00:00.000Z',
  outcome: 'allowed',
  action: 'instance.update',
  actorKind: 'member',
  actorId: null,
  actorName: 'ana@example.test',
  address: '192.0.2.1',
  userAgent: null,
  requestId: 'r',
  resourceType: 'instance',
  resourceId: null,
  resourceName: 'orders',
  projectId: null,
  instanceId: null,
  operationId: null,
  before: { name: 'old' },
  after: null,
}

async function* of(...entries: AuditEntryDto[]): AsyncGenerator<AuditEntryDto> {
  for (const one of entries) yield await Promise.resolve(one)
}

async function* broken(): AsyncGenerator<AuditEntryDto> {
  yield await Promise.resolve(entry)
  throw new Error('the database went away')
}

describe('CSV', () => {
  test('has a line of headers and a line for each entry, with JSON in its cells', async () => {
    const lines = (await text(auditCsv(of(entry)))).split('\r\n')
    expect(lines[0]).toMatch(/^time,outcome,action,actor_kind,actor_name,/)
    expect(lines[1]).toContain('orders')
    expect(lines[1]).toContain('"{""name"":""old""}",')
    expect(lines).toHaveLength(3)
  })

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])(
    'no cell that starts like %j is taken for a formula',
    async (value) => {
      const written = await text(auditCsv(of({ ...entry, resourceName: value, userAgent: value })))
      const cells = written.split('\r\n').slice(1).join('\r\n')
      expect(cells.split(`'${value}`)).toHaveLength(3)
    },
  )

  test('an empty log is a line of headers', async () => {
    expect((await text(auditCsv(of()))).trim().split('\n')).toHaveLength(1)
  })

  test('a failure on the way ends the file with an error, not as if it were whole', async () => {
    await expect(text(auditCsv(broken()))).rejects.toThrow('the database went away')
  })
})

describe('JSON', () => {
  test.each([[[]], [[entry]], [[entry, entry]]])('is one array', async (entries) => {
    expect(JSON.parse(await text(auditJson(of(...entries))))).toEqual(entries)
  })

  test('a failure on the way ends the file with an error, not as if it were whole', async () => {
    await expect(text(auditJson(broken()))).rejects.toThrow('the database went away')
  })
})
