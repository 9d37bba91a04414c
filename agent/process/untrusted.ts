import { constants } from 'node:fs'
import type { Stats } from 'node:fs'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** What lies at a path that an engine can change is not the plain file that Holdfast expects. */
export class UntrustedFileError extends Error {
  constructor(path: string, cause?: unknown) {
    super(`${path} is not a plain file of its own, so it was not touched.`, { cause })
  }
}

/** A file is plain when no other name leads to it: not a link, a device, a pipe or a directory. */
export function isPlainFile(found: Stats): boolean {
  return found.isFile() && found.nlink === 1
}

function isLinkOrPipe(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error)) return false
  return ['ELOOP', 'ENXIO', 'ENOTDIR', 'EISDIR', 'ENODEV'].includes(String(error.code))
}

/**
 * Runs `work` with a path to `directory` that stays the same directory whatever its owner renames
 * or links meanwhile (an open descriptor in /proc). Throws `UntrustedFileError` for a link.
 */
export async function inDirectory<T>(
  directory: string,
  work: (pinned: string) => Promise<T>,
): Promise<T> {
  const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants
  const handle = await open(directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW).catch(
    (error: unknown) => {
      throw isLinkOrPipe(error) ? new UntrustedFileError(directory, error) : error
    },
  )
  try {
    return await work(`/proc/self/fd/${String(handle.fd)}`)
  } finally {
    await handle.close()
  }
}

/**
 * Opens a file whose directory an unprivileged engine owns, which could have laid a link there to
 * a file of root's. `flags` are those of open(2); new files get mode 0600.
 *
 * Throws `UntrustedFileError` for anything but a regular file with one name, in a directory that is
 * no link; otherwise what the system reports.
 */
export async function openUntrusted(path: string, flags: number): Promise<FileHandle> {
  return inDirectory(dirname(path), async (pinned) => {
    // Not blocking, because opening a pipe would otherwise wait for its other end.
    const safe = flags | constants.O_NOFOLLOW | constants.O_NONBLOCK
    const handle = await open(join(pinned, basename(path)), safe, 0o600).catch((error: unknown) => {
      throw isLinkOrPipe(error) ? new UntrustedFileError(path, error) : error
    })
    try {
      if (!isPlainFile(await handle.stat())) throw new UntrustedFileError(path)
      return handle
    } catch (error) {
      await handle.close()
      throw error
    }
  })
}
