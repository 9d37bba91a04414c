import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { link, mkdir, open, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'

const keyBytes = 32

/** The file of the master key cannot be used; the message says what to do. */
export class MasterKeyError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'MasterKeyError'
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

async function readKey(file: string): Promise<Uint8Array | null> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW).catch(
    (error: unknown) => {
      if (hasCode(error, 'ENOENT')) return null
      if (hasCode(error, 'ELOOP')) throw new MasterKeyError(`${file} must not be a symbolic link`)
      throw error
    },
  )
  if (!handle) return null
  try {
    const stats = await handle.stat()
    if (!stats.isFile()) throw new MasterKeyError(`${file} is not a regular file`)
    if ((stats.mode & 0o077) !== 0) {
      throw new MasterKeyError(
        `${file} can be read by other users of this machine; run chmod 600 on it`,
      )
    }
    const key = await handle.readFile()
    if (key.length !== keyBytes) {
      throw new MasterKeyError(
        `${file} has ${key.length} bytes instead of ${keyBytes}; restore it from a copy, ` +
          'without it the stored secrets cannot be opened',
      )
    }
    return new Uint8Array(key)
  } finally {
    await handle.close()
  }
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, constants.O_RDONLY)
  await handle.sync().finally(() => handle.close())
}

/**
 * Reads the 32-byte key that every stored secret is sealed with, and makes it (mode 0600, synced to
 * disk) when there is none. Two processes that start at once get the same key. Throws
 * MasterKeyError for a file that others may read, of the wrong length, or that is a link; it never
 * replaces an existing file, because secrets sealed with a lost key are lost too.
 */
export async function loadMasterKey(file: string): Promise<Uint8Array> {
  const existing = await readKey(file)
  if (existing) return existing
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const candidate = `${file}.${randomBytes(6).toString('hex')}`
  const handle = await open(candidate, 'wx', 0o600)
  try {
    try {
      await handle.writeFile(randomBytes(keyBytes))
      await handle.sync()
    } finally {
      await handle.close()
    }
    // A hard link appears complete or not at all, and fails when another process was first.
    await link(candidate, file).catch((error: unknown) => {
      if (!hasCode(error, 'EEXIST')) throw error
    })
  } finally {
    await unlink(candidate)
  }
  await syncDirectory(dirname(file))
  const key = await readKey(file)
  if (!key) throw new MasterKeyError(`${file} disappeared while it was made`)
  return key
}
