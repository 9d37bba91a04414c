import { constants } from 'node:fs'
import { lstat, open, readdir, rename, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { now } from '@/lib/clock/clock.ts'
import { grantToEngine } from '@/agent/process/identity.ts'
import { inDirectory, openUntrusted } from '@/agent/process/untrusted.ts'

const copyChunkBytes = 1024 * 1024

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

async function turnedFiles(directory: string, file: string): Promise<TurnedFile[]> {
  const prefix = `${basename(file)}.`
  const names = await readdir(directory)
  const turned = names.filter((name) => name.startsWith(prefix) && /\.\d{8}T\d{9}Z$/.test(name))
  return Promise.all(
    turned.map(async (name) => ({
      name,
      turnedAt: (await lstat(join(directory, name))).mtime,
    })),
  )
}

async function copyAndTruncate(source: FileHandle, target: string): Promise<void> {
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants
  const copy = await open(target, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, 0o600)
  try {
    await grantToEngine(copy)
    const buffer = Buffer.alloc(copyChunkBytes)
    for (let position = 0; ;) {
      const { bytesRead } = await source.read(buffer, 0, buffer.length, position)
      if (bytesRead === 0) break
      await copy.writeFile(buffer.subarray(0, bytesRead))
      position += bytesRead
    }
  } finally {
    await copy.close()
  }
  await source.truncate(0)
}

/**
 * Turns a log file when it has outgrown its bound and deletes turned files that have expired.
 *
 * `truncate` suits files that a process holds open for appending (lines written within the copy may
 * be lost), `rename` those that it opens again when told; then the caller tells it. Returns whether
 * the file was turned. A missing file is no error; a link or anything else that is no plain file
 * throws `UntrustedFileError`, because the directory belongs to an unprivileged engine.
 */
export async function rotateLog(
  file: string,
  method: RotationMethod,
  policy: RotationPolicy,
): Promise<boolean> {
  const at = now()
  const source = await openUntrusted(file, constants.O_RDWR).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
  if (source === null) return false
  try {
    const due = isDue((await source.stat()).size, policy)
    await inDirectory(dirname(file), async (directory) => {
      const target = join(directory, turnedName(file, at))
      if (due && method === 'rename') await rename(join(directory, basename(file)), target)
      if (due && method === 'truncate') await copyAndTruncate(source, target)
      for (const name of expiredFiles(await turnedFiles(directory, file), policy, at)) {
        await rm(join(directory, name), { force: true })
      }
    })
    return due
  } finally {
    await source.close()
  }
}
