import { randomBytes } from 'node:crypto'
import { link, open, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Paths } from '@/lib/paths/paths.ts'

/**
 * A secret of this installation, kept in a file of its own with mode 0600 and made on first use.
 * The same for ever after; two processes at once get the same one.
 */
export async function keptSecret(paths: Paths, name: string): Promise<string> {
  const file = join(paths.secrets, name)
  const present = await readSecret(file)
  if (present !== null) return present
  const candidate = `${file}.${randomBytes(6).toString('hex')}`
  const handle = await open(candidate, 'wx', 0o600)
  try {
    await handle.writeFile(`${randomBytes(32).toString('base64url')}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  // A hard link appears whole or not at all, and fails when another process was first.
  await link(candidate, file).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  })
  await unlink(candidate)
  const made = await readSecret(file)
  if (made === null) throw new Error(`${file} disappeared while it was made.`)
  return made
}

async function readSecret(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
