import { constants } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { openUntrusted } from '@/agent/process/untrusted.ts'

const readBytes = 64 * 1024

/** The last lines of a file, newest last; empty for one that does not exist or is no plain file. */
export async function tailFile(path: string, maxLines: number): Promise<string[]> {
  const handle = await openUntrusted(path, constants.O_RDONLY).catch(() => null)
  if (handle === null) return []
  try {
    const { size } = await handle.stat()
    const start = Math.max(0, size - readBytes)
    const { buffer, bytesRead } = await handle.read(
      Buffer.alloc(Math.min(size, readBytes)),
      0,
      Math.min(size, readBytes),
      start,
    )
    const lines = buffer.toString('utf8', 0, bytesRead).split('\n')
    // A tail that starts in the middle of the file starts in the middle of a line.
    const whole = start > 0 ? lines.slice(1) : lines
    return whole.filter((line) => line.trim() !== '').slice(-maxLines)
  } finally {
    await handle.close()
  }
}

/**
 * The last lines of several files together, those of the file written last at the end: an engine
 * that dies early speaks on its output, one that dies late in its own log.
 */
export async function tailFiles(paths: readonly string[], maxLines: number): Promise<string[]> {
  const files = await Promise.all(
    paths.map(async (path) => {
      const writtenMs = await lstat(path).then(
        (file) => file.mtimeMs,
        () => 0,
      )
      return { writtenMs, lines: await tailFile(path, maxLines) }
    }),
  )
  files.sort((a, b) => a.writtenMs - b.writtenMs)
  return files.flatMap(({ lines }) => lines).slice(-maxLines)
}
