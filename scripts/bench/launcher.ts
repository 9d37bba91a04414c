import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'

const stopWithinMs = 360_000
const keptCharacters = 8_000

/** A running `npm start` or `node scripts/start.mjs` of a benchmark. */
export interface Launcher {
  /** The last of what it printed. */
  output(): string
  /** Throws with its last output when it has ended. */
  requireRunning(): void
  /** Ends it like Ctrl-C or SIGTERM does and waits until everything is down; harmless when it is. */
  stop(signal?: 'SIGINT' | 'SIGTERM'): Promise<void>
}

/** Starts a launcher in a process group of its own, so that a Ctrl-C here does not reach it twice. */
export function launch(options: {
  file: string
  args: readonly string[]
  directory: string
  environment: NodeJS.ProcessEnv
}): Launcher {
  const child = spawn(options.file, [...options.args], {
    cwd: options.directory,
    env: options.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let printed = ''
  let failure: Error | undefined
  child.on('error', (error) => {
    failure = error
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => {
      printed = (printed + text).slice(-keptCharacters)
    })
  }
  const requireRunning = (): void => {
    if (failure !== undefined) throw failure
    if (!hasEnded(child)) return
    throw new Error(`Holdfast ended (${String(child.exitCode ?? child.signalCode)}).\n${printed}`)
  }
  return {
    output: () => printed,
    requireRunning,
    stop: (signal = 'SIGTERM') => stop(child, signal),
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasEnded(child) || child.pid === undefined) return
  const exited = once(child, 'exit')
  // SIGINT goes to the whole group, as a terminal sends it; SIGTERM to the launcher alone.
  process.kill(signal === 'SIGINT' ? -child.pid : child.pid, signal)
  const timeout = new AbortController()
  await Promise.race([
    exited,
    delay(stopWithinMs, undefined, { signal: timeout.signal }).then(() => {
      process.kill(-(child.pid ?? 0), 'SIGKILL')
      throw new Error(`Holdfast did not stop within ${String(stopWithinMs / 1000)} s.`)
    }),
  ]).finally(() => timeout.abort())
}
