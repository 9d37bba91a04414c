import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { chmod, mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { grantToEngine } from '@/agent/process/identity.ts'
import { inDirectory, openUntrusted } from '@/agent/process/untrusted.ts'

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The content of a plain file; null for anything else. */
async function contentOf(path: string): Promise<string | null> {
  const handle = await openUntrusted(path, constants.O_RDONLY).catch(() => null)
  if (handle === null) return null
  try {
    return await handle.readFile('utf8')
  } finally {
    await handle.close()
  }
}

/**
 * Replaces a file that an engine reads: whole or not at all, also over a power cut; owned by the
 * engine, mode 0600. Returns false and writes nothing when it already has this content. Whatever
 * the engine laid at the path is replaced and never followed; a directory that is a link throws
 * `UntrustedFileError`.
 */
export async function writeEngineFile(path: string, content: string): Promise<boolean> {
  if ((await contentOf(path)) === content) return false
  await inDirectory(dirname(path), async (directory) => {
    const target = join(directory, basename(path))
    const temporary = `${target}.${randomBytes(6).toString('hex')}.new`
    const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants
    try {
      const handle = await open(temporary, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, 0o600)
      try {
        await handle.writeFile(content)
        await grantToEngine(handle)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(temporary, target)
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
    await syncDirectory(directory)
  })
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
  const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants
  const handle = await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
  try {
    await grantToEngine(handle)
  } finally {
    await handle.close()
  }
}

/** Renames and makes the new name survive a power cut; both in one file system. */
export async function renameDurably(from: string, to: string): Promise<void> {
  await rename(from, to)
  await syncDirectory(dirname(to))
}
