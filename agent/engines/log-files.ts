import { lstat, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { LogBounds } from '@/agent/engines/driver.ts'
import { rotateLog } from '@/agent/process/rotate.ts'
import { inDirectory } from '@/agent/process/untrusted.ts'
import { now } from '@/lib/clock/clock.ts'

const turnAtBytes = 100 * 1024 * 1024

/** Files that an engine has done with: rolled by PostgreSQL, or turned by `rotateLog`. */
const finished = /^postgresql-.*\.log$|\.\d{8}T\d{9}Z$/

/** Empties each of the files that has outgrown its share, keeping a copy beside it. */
export async function turnLogs(files: readonly string[], bounds: LogBounds): Promise<void> {
  const maxBytes = Math.min(turnAtBytes, Math.ceil(bounds.maxBytes / 4))
  for (const file of files) {
    await rotateLog(file, 'truncate', { maxBytes, maxAgeMs: bounds.maxAgeMs, keep: 100 })
  }
}

interface LogFile {
  name: string
  bytes: number
  writtenMs: number
  isFinished: boolean
}

/** Names of the finished files to delete: too old, or beyond the bytes that all files share. */
export function excessLogs(files: readonly LogFile[], bounds: LogBounds, atMs: number): string[] {
  const rolled = files.filter(({ isFinished }) => isFinished)
  let left =
    bounds.maxBytes -
    files.reduce((sum, { isFinished, bytes }) => sum + (isFinished ? 0 : bytes), 0)
  const excess: string[] = []
  for (const file of rolled.sort((a, b) => b.writtenMs - a.writtenMs)) {
    left -= file.bytes
    if (left < 0 || atMs - file.writtenMs > bounds.maxAgeMs) excess.push(file.name)
  }
  return excess
}

async function filesIn(directory: string): Promise<LogFile[]> {
  const names = await readdir(directory)
  // PostgreSQL still writes the newest of its own.
  const current = names
    .filter((name) => name.startsWith('postgresql-'))
    .sort()
    .at(-1)
  return Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs } = await lstat(join(directory, name))
      const isFinished = finished.test(name) && name !== current
      return { name, bytes: size, writtenMs: mtimeMs, isFinished }
    }),
  )
}

/** Deletes finished logs in a node's log directory until they keep the bounds. */
export async function deleteOldLogs(directory: string, bounds: LogBounds): Promise<void> {
  await inDirectory(directory, async (pinned) => {
    const files = await filesIn(pinned)
    for (const name of excessLogs(files, bounds, now().getTime())) {
      await rm(join(pinned, name), { force: true })
    }
  })
}
