import { beforeAll, describe, expect, test } from 'vitest'
import { makeCaller, makeOrganization, type Caller } from '@/lib/api/testing.ts'
import type { Context } from '@/lib/core/context.ts'
import { db } from '@/lib/db/db.ts'
import { newId } from '@/lib/ids/ids.ts'
import { exportAuditEntries } from './commands/export.ts'
import { listAuditEntries, readAuditEntries } from './queries.ts'
import type { ListAuditEntriesInput } from './schema.ts'

interface Place {
  organizationId: string
  projectId: string
}

let home: Place
let elsewhere: Place
let owner: Caller
let auditor: Caller
let powerless: Caller
let stranger: Caller

const start = Date.parse('2026-03-01T00:00:00Z')

function append(
  place: Place | null,
  changes: Record<string, unknown> = {},
): Promise<{ id: string }> {
  return db().auditEntry.create({
    data: {
      id: newId(),
      actorKind: 'member',
      actorName: 'ana@example.test',
      requestId: newId(),
      action: 'instance.restart',
      outcome: 'allowed',
      resourceType: 'instance',
      organizationId: place?.organizationId ?? null,
      projectId: place?.projectId ?? null,
      ...changes,
    },
  })
}

const list = (caller: Caller, input: ListAuditEntriesInput = {}) =>
  listAuditEntries.execute(caller.context, input)

const idsOf = async (caller: Caller, input: ListAuditEntriesInput): Promise<string[]> =>
  (await list(caller, input)).entries.map(({ id }) => id)

async function collect(context: Context, filters: ListAuditEntriesInput): Promise<string[]> {
  const ids: string[] = []
  for await (const { id } of readAuditEntries(context, filters)) ids.push(id)
  return ids
}

/** Somebody who may read and export the log of this project and nothing else. */
function readerOf(projectId: string): Caller {
  const { actor } = powerless
  if (actor.kind !== 'api_key') throw new Error('expected a key')
  const rights = {
    allows: (action: string, place: { projectId: string | null }) =>
      action.startsWith('audit.') && place.projectId === projectId,
    projectsFor: (action: string) => (action.startsWith('audit.') ? [projectId] : []),
    mayPassOn: () => false,
  }
  const scoped = { ...actor, rights }
  return { ...powerless, actor: scoped, context: { ...powerless.context, actor: scoped } }
}

beforeAll(async () => {
  home = await makeOrganization()
  elsewhere = await makeOrganization()
  owner = await makeCaller(home, { owner: true })
  auditor = await makeCaller(home, { permissionSetNames: ['AuditTrailReadOnly'] })
  powerless = await makeCaller(home, { permissionSetNames: ['RelationalDatabasesFullAccess'] })
  stranger = await makeCaller(elsewhere, { owner: true })
})

describe('who reads the log', () => {
  test('owners and those with the permission set do, of their organization only', async () => {
    const text = newId()
    const mine = await append(home, { resourceId: text })
    await append(elsewhere, { resourceId: text })
    const nobodys = await append(null, { resourceId: text })
    for (const caller of [owner, auditor]) {
      expect((await idsOf(caller, { text })).sort()).toEqual([mine.id, nobodys.id].sort())
    }
    expect(await idsOf(stranger, { text })).not.toContain(mine.id)
  })

  test('others are refused with the permission set that they lack, also the export', async () => {
    const refusal = { code: 'forbidden', message: 'Needs AuditTrailReadOnly.' }
    await expect(list(powerless)).rejects.toMatchObject(refusal)
    await expect(collect(powerless.context, {})).rejects.toMatchObject(refusal)
  })

  test('a reader of one project sees neither other projects nor the organization', async () => {
    const projectId = newId()
    const scoped = readerOf(projectId)
    const requestId = newId()
    const seen = await append({ ...home, projectId }, { requestId })
    await append(home, { requestId })
    await append({ ...home, projectId: null as unknown as string }, { requestId })
    await append(null, { requestId })
    expect(await idsOf(scoped, { text: requestId })).toEqual([seen.id])
    expect(await collect(scoped.context, { text: requestId })).toEqual([seen.id])
    const { organizationId } = home
    await exportAuditEntries.execute(scoped.context, { organizationId, format: 'csv' })
  })
})

describe('filters', () => {
  const at = (minutes: number) => new Date(start + minutes * 60_000)

  test('each one narrows what is shown, and together they narrow further', async () => {
    const [instanceId, projectId] = [newId(), newId()]
    const wanted = await append(home, {
      at: at(10),
      actorName: 'Bo@example.test',
      actorId: 'SCWBO',
      action: 'database.create',
      outcome: 'refused',
      resourceType: 'database',
      resourceName: 'Ledger',
      address: '192.0.2.77',
      instanceId,
      projectId,
    })
    await append(home, { at: at(10), instanceId: newId(), resourceName: 'other' })
    const all: ListAuditEntriesInput[] = [
      { instanceId },
      { projectId },
      { actor: 'bo@EXAMPLE' },
      { actor: 'SCWBO' },
      { action: 'database.create' },
      { action: 'database.' },
      { outcome: 'refused', text: 'ledger' },
      { resourceType: 'database' },
      { text: 'LEDG' },
      { text: '192.0.2.77' },
      { from: at(10).toISOString(), until: at(11).toISOString(), outcome: 'refused' },
    ]
    for (const input of all)
      expect(await idsOf(owner, input), JSON.stringify(input)).toEqual([wanted.id])
    const narrowed: ListAuditEntriesInput = { instanceId, from: at(11).toISOString() }
    expect(await idsOf(owner, narrowed)).toEqual([])
  })

  test('signs that mean something to the database are only letters here', async () => {
    const name = `50%_off'; -- ${newId()}`
    const wanted = await append(home, { resourceName: name })
    expect(await idsOf(owner, { text: name })).toEqual([wanted.id])
    expect(await idsOf(owner, { text: '50__off' })).toEqual([])
  })

  test.each([
    { from: 'yesterday' },
    { action: 'drop table' },
    { outcome: 'maybe' },
    { limit: 0 },
    { limit: 201 },
    { before: 'x' },
    { instanceId: '1' },
    { before: `2026-03-01T00:00:00.000Z_${newId()}`, after: `2026-03-01T00:00:00.000Z_${newId()}` },
    { unknown: 1 },
  ])('%j is refused', async (input) => {
    await expect(list(owner, input as ListAuditEntriesInput)).rejects.toMatchObject({
      code: 'invalid',
    })
  })
})

describe('pages', () => {
  test('show every entry once in either direction, also at the same moment, while others arrive', async () => {
    const resourceId = newId()
    const moments = [0, 0, 0, 0, 1, 1, 2].map((minute) => new Date(start + minute * 60_000))
    for (const at of moments) await append(home, { resourceId, at })
    const rows = await db().auditEntry.findMany({
      where: { resourceId },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
    })
    const expected = rows.map(({ id }) => id)
    const seen: string[] = []
    let page = await list(owner, { text: resourceId, limit: 2 })
    expect(page.newer).toBeNull()
    for (;;) {
      seen.push(...page.entries.map(({ id }) => id))
      if (page.older === null) break
      await append(home, { resourceId })
      page = await list(owner, { text: resourceId, limit: 2, before: page.older })
    }
    expect(seen).toEqual(expected)
    const back: string[] = []
    while (page.newer !== null) {
      page = await list(owner, { text: resourceId, limit: 2, after: page.newer })
      back.unshift(...page.entries.map(({ id }) => id))
    }
    expect(back.slice(-6)).toEqual(expected.slice(0, 6))
    expect(new Set(back).size).toBe(back.length)
    expect(back).toHaveLength(9)
  })
})

describe('an export', () => {
  test('holds all that the filters show, over the batches it is read in', async () => {
    const requestId = newId()
    const data = Array.from({ length: 2_300 }, (_, index) => ({
      id: newId(),
      at: new Date(start + Math.floor(index / 3)),
      actorKind: 'system',
      actorName: 'test',
      requestId,
      action: 'instance.restart',
      outcome: 'allowed',
      resourceType: 'instance',
      organizationId: home.organizationId,
    }))
    await db().auditEntry.createMany({ data })
    const ids = await collect(owner.context, { text: requestId })
    expect(new Set(ids)).toEqual(new Set(data.map(({ id }) => id)))
    expect(ids).toHaveLength(2_300)
  })

  test('is recorded itself, with its filters', async () => {
    const { organizationId } = home
    const input = { organizationId, format: 'json', actor: 'ana' } as const
    await exportAuditEntries.execute(auditor.context, input)
    const { requestId } = auditor.context
    const [entry] = await db().auditEntry.findMany({ where: { requestId, action: 'audit.export' } })
    expect(entry).toMatchObject({ outcome: 'allowed', after: { format: 'json', actor: 'ana' } })
  })
})
