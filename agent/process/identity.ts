import { lchown, opendir } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '@/agent/process/run.ts'

const engineUserName = 'holdfast'

/** The unprivileged user that engines run as. */
export interface EngineIdentity {
  uid: number
  gid: number
  userName: string
}

async function findUser(userName: string): Promise<EngineIdentity | null> {
  try {
    const { stdout } = await run('getent', ['passwd', userName])
    const [name, , uid, gid] = stdout.trim().split(':')
    if (name !== userName || uid === undefined || gid === undefined) return null
    return { uid: Number(uid), gid: Number(gid), userName }
  } catch {
    return null
  }
}

async function createUser(userName: string): Promise<EngineIdentity> {
  let failure: unknown
  try {
    await run('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      userName,
    ])
  } catch (error) {
    failure = error
  }
  const user = await findUser(userName)
  if (user === null) {
    throw new Error(`The system user ${userName} that engines run as could not be created.`, {
      cause: failure,
    })
  }
  return user
}

let identity: Promise<EngineIdentity | null> | undefined

/**
 * The identity that engines run as: the system user `holdfast` when this process is root (created
 * once when missing; another process that creates it at the same moment is no error), otherwise
 * null, which means this process's own user.
 */
export function engineIdentity(): Promise<EngineIdentity | null> {
  identity ??=
    process.getuid?.() === 0
      ? findUser(engineUserName).then((user) => user ?? createUser(engineUserName))
      : Promise.resolve(null)
  identity.catch(() => {
    identity = undefined
  })
  return identity
}

/**
 * Gives an open file or directory to the engine's identity; does nothing when that is the caller.
 * By handle, because a path could have been made a link to something else meanwhile.
 */
export async function grantToEngine(file: FileHandle): Promise<void> {
  const owner = await engineIdentity()
  if (owner !== null) await file.chown(owner.uid, owner.gid)
}

/** Gives a directory and all below it to the engine's identity; symbolic links are not followed. */
export async function grantTreeToEngine(directory: string): Promise<void> {
  const owner = await engineIdentity()
  if (owner === null) return
  await lchown(directory, owner.uid, owner.gid)
  for await (const entry of await opendir(directory)) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) await grantTreeToEngine(path)
    else await lchown(path, owner.uid, owner.gid)
  }
}
