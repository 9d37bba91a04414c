import { randomBytes } from 'node:crypto'
import { open, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { makeEngineDirectory, renameDurably } from '@/agent/process/files.ts'
import { grantToEngine } from '@/agent/process/identity.ts'
import { killAllIn } from '@/agent/process/stop.ts'

const mark = '.preparing-'

const shortestSuperuserPassword = 24

/**
 * Throws for a superuser's password that could be guessed from its verifier, which customers' admins
 * can come to read on some engines.
 */
export function assertUnguessable(password: string): void {
  if (password.length >= shortestSuperuserPassword) return
  throw new Error(
    `The superuser's password must have at least ${String(shortestSuperuserPassword)} characters.`,
  )
}

/** A private directory in which a data directory grows before it gets its final name. */
export interface Workshop {
  directory: string
  /** The data directory to be; does not exist yet. */
  data: string
}

/** Ends and removes what interrupted preparations left in `parent`. */
export async function removeInterrupted(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => [])
  for (const name of names.filter((entry) => entry.includes(mark))) {
    const path = join(parent, name)
    await killAllIn(path)
    await rm(path, { recursive: true, force: true })
  }
}

/**
 * Runs `build` in a workshop beside `target` and gives its data directory the final name at once
 * and durably. Whatever happens, `target` is complete or absent, and the workshop goes away.
 */
export async function buildDataDirectory(
  target: string,
  build: (workshop: Workshop) => Promise<void>,
): Promise<void> {
  const parent = dirname(target)
  const directory = join(parent, `.${basename(target)}${mark}${randomBytes(6).toString('hex')}`)
  await makeEngineDirectory(parent)
  await makeEngineDirectory(directory)
  const workshop = { directory, data: join(directory, 'data') }
  try {
    await build(workshop)
    await renameDurably(workshop.data, target)
  } finally {
    await killAllIn(directory)
    await rm(directory, { recursive: true, force: true })
  }
}

/** Writes a file that only the engine can read and that the workshop takes with it. */
export async function writeSecretFile(path: string, content: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600)
  try {
    await handle.writeFile(content)
    await grantToEngine(handle)
  } finally {
    await handle.close()
  }
}
