import { randomBytes } from 'node:crypto'
import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { grantToEngine } from '@/agent/process/identity.ts'

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Replaces a file that an engine reads: whole or not at all, also over a power cut; owned by the
 * engine, mode 0600. Returns false and writes nothing when it already has this content.
 */
export async function writeEngineFile(path: string, content: string): Promise<boolean> {
  const present = await readFile(path, 'utf8').catch(() => null)
  if (present === content) return false
  const temporary = `${path}.${randomBytes(6).toString('hex')}.new`
  try {
    const handle = await open(temporary, 'wx', 0o600)
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await grantToEngine(temporary)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncDirectory(dirname(path))
  return true
}

/**
 * Makes a directory that only the engine may enter. Missing parents are made so that everybody may
 * pass through and nobody but this process's user may look in; existing ones stay as they are.
 */
export async function makeEngineDirectory(path: string): Promise<void> {
  const parent = dirname(path)
  const firstMade = await mkdir(parent, { recursive: true })
  for (let made = parent; firstMade !== undefined; made = dirname(made)) {
    // chmod and not mkdir's mode: a strict umask must not shut the engine out of its own directory.
    await chmod(made, 0o711)
    if (made === firstMade) break
  }
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return
    throw error
  }
  await grantToEngine(path)
}

/** Renames and makes the new name survive a power cut; both in one file system. */
export async function renameDurably(from: string, to: string): Promise<void> {
  await rename(from, to)
  await syncDirectory(dirname(to))
}
