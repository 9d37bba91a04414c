import { expect, test } from 'vitest'
import { db } from '@/lib/db/db.ts'

test('every test file has an empty migrated control database of its own', async () => {
  expect(await db().organization.count()).toBe(0)
  const [row] = await db().$queryRaw<{ name: string }[]>`SELECT current_database() AS name`
  expect(row?.name).toMatch(/^test_[0-9a-f]{32}$/)
})
