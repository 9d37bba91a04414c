import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { EngineIdentity } from '@/agent/process/identity.ts'
import { childOf, isAlive } from '@/agent/process/find.ts'
import type { ProcessRef } from '@/agent/process/find.ts'
import { openUntrusted } from '@/agent/process/untrusted.ts'

/** What to run; `StartCommand` of an engine or of any other long-lived program. */
export interface DetachedCommand {
  file: string
  args: readonly string[]
  environment: Readonly<Record<string, string>>
  directory: string
  outputFile: string
}

/** How a process ended; both null for one that this agent did not start itself. */
export interface ProcessExit {
  code: number | null
  signal: NodeJS.Signals | null
}

/** The program could not be executed at all. */
export class StartError extends Error {
  readonly code: string | undefined
  constructor(file: string, cause: unknown) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
    super(`${file} could not be started${code === undefined ? '' : ` (${code})`}.`, { cause })
    this.code = code
  }
}

interface OwnChild {
  startTicks: number
  child: ChildProcess
}

const ownChildren = new Map<number, OwnChild>()
const adoptedPollMs = 100

function spawnPrivate(
  command: DetachedCommand,
  identity: EngineIdentity | null,
  output: number,
): ChildProcess {
  const environment: Record<string, string> = {
    PATH: '/usr/bin:/bin',
    LANG: 'C.UTF-8',
    ...command.environment,
  }
  // spawn() forks before it returns, so only this child sees the narrower umask.
  const previous = process.umask(0o077)
  try {
    return spawn(command.file, [...command.args], {
      cwd: command.directory,
      env: environment as NodeJS.ProcessEnv,
      stdio: ['ignore', output, output],
      detached: true,
      ...(identity === null ? {} : { uid: identity.uid, gid: identity.gid }),
    })
  } finally {
    process.umask(previous)
  }
}

/** Another user's program owns the directory of its output and could have laid a link there. */
function openOutput(path: string, identity: EngineIdentity | null): Promise<FileHandle> {
  const { O_CREAT, O_APPEND, O_WRONLY } = constants
  return identity === null
    ? open(path, 'a', 0o600)
    : openUntrusted(path, O_CREAT | O_APPEND | O_WRONLY)
}

/**
 * Starts a program that outlives this process: own session, output appended to a file (never a
 * pipe), files private to its user, no environment but the given one.
 *
 * Returns once it executes. Throws `StartError` when it cannot be executed,
 * `UntrustedFileError` when it is another user's and its output file is no plain file.
 */
export async function startDetached(
  command: DetachedCommand,
  identity: EngineIdentity | null,
): Promise<ProcessRef> {
  await mkdir(dirname(command.outputFile), { recursive: true, mode: 0o700 })
  const output = await openOutput(command.outputFile, identity)
  try {
    if (identity !== null) await output.chown(identity.uid, identity.gid)
    const child = spawnPrivate(command, identity, output.fd)
    // Read before the event loop can reap the child: a zombie still tells its start time.
    const ref = child.pid === undefined ? null : childOf(child.pid)
    await once(child, 'spawn').catch((cause: unknown) => {
      throw new StartError(command.file, cause)
    })
    if (ref === null)
      throw new StartError(command.file, new Error('The process has no start time.'))
    child.on('error', () => undefined)
    child.unref()
    if (child.exitCode === null && child.signalCode === null) {
      ownChildren.set(ref.pid, { startTicks: ref.startTicks, child })
      child.once('exit', () => ownChildren.delete(ref.pid))
    }
    return ref
  } finally {
    await output.close()
  }
}

/**
 * Calls `listener` once when the process is gone: at once for children of this agent, within
 * 100 ms for adopted ones. Returns a function that stops watching. Never keeps the agent alive.
 */
export function onExit(ref: ProcessRef, listener: (exit: ProcessExit) => void): () => void {
  const own = ownChildren.get(ref.pid)
  if (own?.startTicks === ref.startTicks) {
    const forward = (code: number | null, signal: NodeJS.Signals | null) => {
      listener({ code, signal })
    }
    own.child.once('exit', forward)
    return () => own.child.off('exit', forward)
  }
  const timer = setInterval(() => {
    if (isAlive(ref)) return
    clearInterval(timer)
    listener({ code: null, signal: null })
  }, adoptedPollMs)
  timer.unref()
  return () => {
    clearInterval(timer)
  }
}
