import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { deleteOldLogs, turnLogs } from '@/agent/engines/log-files.ts'
import { now } from '@/lib/clock/clock.ts'

const dayMs = 86_400_000
let root: string
let log: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'holdfast-logs-'))
  log = join(root, 'log')
  await mkdir(log)
})

afterEach(() => rm(root, { recursive: true, force: true }))

async function lay(name: string, bytes: number, ageDays: number): Promise<void> {
  const path = join(log, name)
  const at = new Date(now().getTime() - ageDays * dayMs)
  await writeFile(path, 'x'.repeat(bytes))
  await utimes(path, at, at)
}

test('finished logs go when too old, the one being written stays however old it is', async () => {
  await lay('postgresql-2024-01-01_000000.log', 10, 40)
  await lay('postgresql-2024-02-01_000000.log', 10, 31)
  await lay('postgresql-2024-03-01_000000.log', 10, 31)
  await lay('output.log', 10, 90)
  await deleteOldLogs(log, { maxAgeMs: 30 * dayMs, maxBytes: 1_000 })
  expect((await readdir(log)).sort()).toEqual(['output.log', 'postgresql-2024-03-01_000000.log'])
})

test('the oldest finished logs go until all logs together fit', async () => {
  await lay('mysql-error.log', 40, 0)
  await lay('mysql-error.log.20240101T000000000Z', 40, 3)
  await lay('mysql-error.log.20240102T000000000Z', 40, 2)
  await lay('output.log.20240103T000000000Z', 10, 1)
  await deleteOldLogs(log, { maxAgeMs: 30 * dayMs, maxBytes: 100 })
  expect((await readdir(log)).sort()).toEqual([
    'mysql-error.log',
    'mysql-error.log.20240102T000000000Z',
    'output.log.20240103T000000000Z',
  ])
})

test('a log that outgrew its share of the bound is emptied and kept beside', async () => {
  await lay('output.log', 30, 0)
  await turnLogs([join(log, 'output.log'), join(log, 'missing.log')], {
    maxAgeMs: dayMs,
    maxBytes: 100,
  })
  expect(await readdir(log)).toHaveLength(2)
})

test('no log is deleted through a directory that became a link', async () => {
  await lay('postgresql-2024-01-01_000000.log', 10, 40)
  await symlink(log, join(root, 'link'))
  await expect(deleteOldLogs(join(root, 'link'), { maxAgeMs: 1, maxBytes: 0 })).rejects.toThrow(
    'not a plain file',
  )
})
