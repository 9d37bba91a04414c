import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { withFileLock } from '@/agent/process/file-lock.ts'

async function lockFile(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'holdfast-lock-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  return join(directory, 'lock')
}

test('two holders never work at the same time and both get their turn', async () => {
  const path = await lockFile()
  let inside = 0
  let most = 0
  const work = async (): Promise<void> => {
    inside += 1
    most = Math.max(most, inside)
    await new Promise((resolve) => setImmediate(resolve))
    inside -= 1
  }
  await Promise.all([1, 2, 3].map(() => withFileLock(path, work)))
  expect(most).toBe(1)
})

test('the lock is free again after the work failed', async () => {
  const path = await lockFile()
  const failing = withFileLock(path, () => Promise.reject(new Error('broken')))
  await expect(failing).rejects.toThrow('broken')
  expect(await withFileLock(path, () => Promise.resolve('next'))).toBe('next')
})

test('waiting ends when it is cancelled', async () => {
  const path = await lockFile()
  await withFileLock(path, async () => {
    const waiting = withFileLock(path, () => Promise.resolve(), AbortSignal.timeout(50))
    await expect(waiting).rejects.toThrow()
  })
})
