import { createHash } from 'node:crypto'
import { chmod, lstat, mkdir, readdir, realpath, rmdir, stat, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { engineIdentity, type EngineIdentity } from '@/agent/process/identity.ts'
import { run } from '@/agent/process/run.ts'
import { pathsOf, type Paths } from '@/lib/paths/paths.ts'
import { CannotStart } from './start-error.ts'

export interface DataDirectory {
  paths: Paths
  /** Set when the default place could not be used and another was taken instead. */
  notice: string | null
}

/**
 * Finds and makes the data directory of this installation; its path is absolute without links.
 *
 * Started as root, engines run as another user, who must be able to reach it. Where the project's
 * folder shuts that user out, the data goes to /var/lib/holdfast, with a link in the project; a
 * directory that was named on purpose is never replaced but refused with the folder that blocks.
 */
export async function openDataDirectory(options: {
  requested: string
  isChosen: boolean
  projectDir: string
}): Promise<DataDirectory> {
  const { requested, isChosen, projectDir } = options
  const identity = await engineIdentity()
  const present = await realpath(requested).catch(() => null)
  let dataDir = present ?? requested
  let notice: string | null = null
  const blocking = identity === null ? null : await blockingFolder(dirname(dataDir), identity)
  if (blocking !== null && identity !== null) {
    if (isChosen || (present !== null && !(await isEmpty(present)))) {
      throw new CannotStart(
        `The user ${identity.userName}, who runs the engines, cannot pass through ${blocking}, ` +
          `so it cannot reach the data directory ${dataDir}. ` +
          `Run chmod o+x ${blocking}, or set HOLDFAST_DATA_DIR to a directory elsewhere.`,
      )
    }
    dataDir = await moveOutside(requested, projectDir)
    notice = `${blocking} shuts the engines' user out, so the data is in ${dataDir}.`
  }
  await mkdir(dataDir, { recursive: true })
  dataDir = await realpath(dataDir)
  await requireOwner(dataDir)
  const paths = pathsOf(dataDir)
  await makeDirectories(paths)
  return { paths, notice }
}

/** The first folder on the way to `directory` that the user cannot pass through, or null. */
async function blockingFolder(directory: string, identity: EngineIdentity): Promise<string | null> {
  const existing = await nearestExisting(directory)
  if (await canPass(existing, identity)) return null
  const parts = existing.split('/')
  for (let length = 1; length <= parts.length; length += 1) {
    const folder = parts.slice(0, length).join('/') || '/'
    if (!(await canPass(folder, identity))) return folder
  }
  return existing
}

async function nearestExisting(directory: string): Promise<string> {
  const present = await realpath(directory).catch(() => null)
  if (present !== null) return present
  return nearestExisting(dirname(directory))
}

async function canPass(folder: string, { uid, gid }: EngineIdentity): Promise<boolean> {
  return run('/usr/bin/test', ['-x', folder], { uid, gid, workingDirectory: '/' }).then(
    () => true,
    () => false,
  )
}

async function isEmpty(directory: string): Promise<boolean> {
  return (await readdir(directory)).length === 0
}

async function moveOutside(link: string, projectDir: string): Promise<string> {
  const name = createHash('sha256').update(projectDir).digest('hex').slice(0, 12)
  const target = join('/var/lib/holdfast', name)
  await mkdir(target, { recursive: true })
  for (const folder of ['/var/lib/holdfast', target]) await chmod(folder, 0o711)
  const found = await lstat(link).catch(() => null)
  if (found?.isDirectory() === true) await rmdir(link)
  if (found?.isSymbolicLink() !== true) await symlink(target, link)
  return target
}

async function requireOwner(dataDir: string): Promise<void> {
  const { uid } = await stat(dataDir)
  const own = process.getuid?.() ?? uid
  if (uid === own) return
  throw new CannotStart(
    `The data directory ${dataDir} belongs to the user with id ${String(uid)}. ` +
      'Start Holdfast as that user, or set HOLDFAST_DATA_DIR to another directory.',
  )
}

/** Folders that engines must pass through are closed for looking into; secrets to all others. */
async function makeDirectories(paths: Paths): Promise<void> {
  const modes: [string, number][] = [
    [paths.dataDir, 0o711],
    [paths.run, 0o700],
    [paths.secrets, 0o700],
    [paths.logs, 0o700],
    [paths.controlDatabase, 0o711],
    [paths.pool, 0o711],
    [paths.instances, 0o711],
    [paths.endpoints, 0o711],
  ]
  for (const [directory, mode] of modes) {
    await mkdir(directory, { recursive: true })
    await chmod(directory, mode)
  }
  // Packs may be a link to those of another data directory; then their owner sees to the mode.
  await mkdir(paths.packs, { recursive: true })
  if (!(await lstat(paths.packs)).isSymbolicLink()) await chmod(paths.packs, 0o755)
}
