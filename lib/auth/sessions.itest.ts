import { beforeAll, describe, expect, test, vi } from 'vitest'
import { db } from '@/lib/db/db.ts'
import { ensureInstallation } from '@/lib/iam/organization.ts'
import { newId } from '@/lib/ids/ids.ts'
import { createSession, loadSessionActor } from './sessions.ts'

const hourMs = 3_600_000
let memberId: string

beforeAll(async () => {
  // Read at the first use, which is in the tests below.
  vi.stubEnv('HOLDFAST_SESSION_IDLE_HOURS', '2')
  vi.stubEnv('HOLDFAST_SESSION_MAX_DAYS', '3')
  const { organizationId } = await ensureInstallation()
  memberId = newId()
  await db().member.create({
    data: { id: memberId, organizationId, email: `${memberId}@example.test`, name: 'Ana' },
  })
})

const open = (): Promise<string> =>
  db().$transaction((tx) => createSession(tx, memberId, { address: '192.0.2.1', userAgent: null }))

const isOpen = async (id: string): Promise<boolean> =>
  (await loadSessionActor(id, { address: null, userAgent: null })) !== null

const ago = (ms: number): Date => new Date(Date.now() - ms)

describe('a session', () => {
  test('ends once nothing was asked for as long as is configured, and not before', async () => {
    const id = await open()
    await db().authSession.update({
      where: { id },
      data: { lastSeenAt: ago(2 * hourMs - 30_000) },
    })
    expect(await isOpen(id)).toBe(true)
    await db().authSession.update({ where: { id }, data: { lastSeenAt: ago(2 * hourMs) } })
    expect(await isOpen(id)).toBe(false)
  })

  test('goes on as long as it is used', async () => {
    const id = await open()
    const seen = ago(hourMs)
    await db().authSession.update({ where: { id }, data: { lastSeenAt: seen } })
    expect(await isOpen(id)).toBe(true)
    const row = await db().authSession.findUniqueOrThrow({ where: { id } })
    expect(row.lastSeenAt.getTime()).toBeGreaterThan(seen.getTime())
  })

  test('ends at its configured age however much it is used', async () => {
    const id = await open()
    const row = await db().authSession.findUniqueOrThrow({ where: { id } })
    expect(row.expiresAt.getTime() - row.createdAt.getTime()).toBe(3 * 24 * hourMs)
    await db().authSession.update({ where: { id }, data: { expiresAt: ago(1) } })
    expect(await isOpen(id)).toBe(false)
  })

  test('is opened under an id of its own each time, which nobody can choose', async () => {
    const ids = [await open(), await open()]
    expect(new Set(ids).size).toBe(2)
    for (const chosen of [newId(), '', "' OR 1=1", 'x'.repeat(5_000)]) {
      expect(await isOpen(chosen)).toBe(false)
    }
  })
})
