import { open } from 'node:fs/promises'

const readBytes = 64 * 1024

/** The last lines of a file, newest last; empty for a file that does not exist. */
export async function tailFile(path: string, maxLines: number): Promise<string[]> {
  const handle = await open(path, 'r').catch(() => null)
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
