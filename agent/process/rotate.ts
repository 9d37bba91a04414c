import { copyFile, readdir, rename, rm, stat, truncate } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { now } from '@/lib/clock/clock.ts'
import { grantToEngine } from '@/agent/process/identity.ts'

/** Bounds of one log file that its writer does not rotate itself. */
export interface RotationPolicy {
  maxBytes: number
  /** Turned files older than this are deleted. */
  maxAgeMs: number
  /** At most this many turned files are kept. */
  keep: number
}

/** How the writer holds the file: by descriptor for ever, or reopened when told. */
export type RotationMethod = 'truncate' | 'rename'

export interface TurnedFile {
  name: string
  turnedAt: Date
}

/** True when the file has outgrown its bound. An empty file is never turned. */
export function isDue(sizeBytes: number, policy: RotationPolicy): boolean {
  return sizeBytes > 0 && sizeBytes >= policy.maxBytes
}

/** The turned files that must go: beyond `keep` (oldest first) or older than `maxAgeMs`. */
export function expiredFiles(
  files: readonly TurnedFile[],
  policy: RotationPolicy,
  at: Date,
): string[] {
  const newestFirst = [...files].sort((a, b) => b.turnedAt.getTime() - a.turnedAt.getTime())
  return newestFirst
    .filter(
      ({ turnedAt }, index) =>
        index >= policy.keep || at.getTime() - turnedAt.getTime() > policy.maxAgeMs,
    )
    .map(({ name }) => name)
}

function turnedName(file: string, at: Date): string {
  return `${basename(file)}.${at.toISOString().replace(/[-:.]/g, '')}`
}

async function turnedFiles(file: string): Promise<TurnedFile[]> {
  const prefix = `${basename(file)}.`
  const names = await readdir(dirname(file))
  const turned = names.filter((name) => name.startsWith(prefix) && /\.\d{8}T\d{9}Z$/.test(name))
  return Promise.all(
    turned.map(async (name) => ({
      name,
      turnedAt: (await stat(join(dirname(file), name))).mtime,
    })),
  )
}

/**
 * Turns a log file when it has outgrown its bound and deletes turned files that have expired.
 *
 * `truncate` suits files that a process holds open for appending (lines written within the copy may
 * be lost), `rename` those that it opens again when told; then the caller tells it. Returns whether
 * the file was turned. A missing file is no error.
 */
export async function rotateLog(
  file: string,
  method: RotationMethod,
  policy: RotationPolicy,
): Promise<boolean> {
  const at = now()
  const size = await stat(file).then(
    (found) => found.size,
    () => null,
  )
  if (size === null) return false
  const due = isDue(size, policy)
  if (due) {
    const target = join(dirname(file), turnedName(file, at))
    if (method === 'rename') {
      await rename(file, target)
    } else {
      await copyFile(file, target)
      await grantToEngine(target)
      await truncate(file, 0)
    }
  }
  for (const name of expiredFiles(await turnedFiles(file), policy, at)) {
    await rm(join(dirname(file), name), { force: true })
  }
  return due
}
