import { mkdtemp, chmod, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, inject } from 'vitest'
import { dropDatabase, freshDatabase } from '@/lib/db/testing.ts'

// Set before any module of the test file is loaded, because the environment is read only once.
const server = inject('controlServer')
const database = await freshDatabase(server)
const dataDir = await mkdtemp(join(tmpdir(), 'holdfast-test-'))
// Engine users other than the tests' own must be able to pass through.
await chmod(dataDir, 0o755)
process.env.DATABASE_URL = database
process.env.HOLDFAST_DATA_DIR = dataDir
process.env.HOLDFAST_LOG_LEVEL ??= 'silent'
// Test files that run at once must not take each other's endpoint ports.
const firstPort = 22_000 + (Number(process.env.VITEST_POOL_ID ?? '0') % 50) * 100
process.env.HOLDFAST_ENDPOINT_PORTS = `${String(firstPort)}-${String(firstPort + 99)}`

afterAll(async () => {
  const { db } = await import('@/lib/db/db.ts')
  await db().$disconnect()
  await dropDatabase(server, database)
  await rm(dataDir, { recursive: true, force: true })
})
