import { appendFile, mkdtemp, open, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { expiredFiles, isDue, rotateLog } from '@/agent/process/rotate.ts'

const policy = { maxBytes: 10, maxAgeMs: 1_000, keep: 2 }

test('a file is turned at its bound and never when empty', () => {
  expect([0, 9, 10, 11].map((size) => isDue(size, policy))).toEqual([false, false, true, true])
  expect(isDue(0, { ...policy, maxBytes: 0 })).toBe(false)
})

test('turned files go when they are too many or too old, oldest first', () => {
  const at = new Date(10_000)
  const file = (name: string, ageMs: number) => ({ name, turnedAt: new Date(10_000 - ageMs) })
  expect(expiredFiles([file('c', 300), file('a', 100), file('b', 200)], policy, at)).toEqual(['c'])
  expect(expiredFiles([file('a', 100), file('b', 1_001)], policy, at)).toEqual(['b'])
})

describe('rotateLog', () => {
  let directory: string
  let file: string

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'holdfast-rotate-'))
    file = join(directory, 'output.log')
  })
  afterEach(() => rm(directory, { recursive: true, force: true }))

  test('a missing file is no error', async () => {
    expect(await rotateLog(file, 'truncate', policy)).toBe(false)
  })

  test('a writer that holds the file goes on writing at its start', async () => {
    const writer = await open(file, 'a')
    await writer.write('0123456789')
    expect(await rotateLog(file, 'truncate', policy)).toBe(true)
    await writer.write('new')
    await writer.close()
    expect(await readFile(file, 'utf8')).toBe('new')
    expect(await readdir(directory)).toHaveLength(2)
  })

  test('a renamed file keeps all that it held', async () => {
    await writeFile(file, '0123456789')
    expect(await rotateLog(file, 'rename', policy)).toBe(true)
    const [turned = ''] = await readdir(directory)
    expect(await readFile(join(directory, turned), 'utf8')).toBe('0123456789')
    await appendFile(file, 'small')
    expect(await rotateLog(file, 'rename', policy)).toBe(false)
  })
})
