import { backoffDelayMs } from '@/agent/process/backoff.ts'
import type { ProcessRef } from '@/agent/process/find.ts'
import { onExit } from '@/agent/process/spawn.ts'

/** A run at least this long counts as recovered. */
const stableRunMs = 60_000

export interface Supervision {
  /** Stops watching, and waits for a restart that is under way. */
  end: () => Promise<void>
}

/**
 * Keeps one process running: whenever it ends, `restart` is called, at once after a good run, then
 * with growing delays of up to 15 seconds. A restart that fails counts as a further crash.
 */
export function supervise(options: {
  name: string
  ref: ProcessRef
  restart: () => Promise<ProcessRef>
  say: (text: string) => void
}): Supervision {
  const { name, restart, say } = options
  let attempts = 0
  let isEnded = false
  let startedMs = performance.now()
  let timer: NodeJS.Timeout | undefined
  let underway: Promise<void> = Promise.resolve()
  let unwatch = watch(options.ref)

  function watch(ref: ProcessRef): () => void {
    startedMs = performance.now()
    return onExit(ref, ({ code, signal }) => {
      const how = signal ?? (code === null ? 'unknown reason' : `exit code ${String(code)}`)
      again(`${name} ended (${how})`)
    })
  }

  function again(what: string): void {
    if (isEnded) return
    if (performance.now() - startedMs >= stableRunMs) attempts = 0
    attempts += 1
    const delayMs = attempts === 1 ? 0 : backoffDelayMs(attempts)
    say(`${what}; starting it again${delayMs === 0 ? '' : ` in ${(delayMs / 1000).toFixed(1)} s`}.`)
    timer = setTimeout(() => {
      underway = attempt()
    }, delayMs)
  }

  async function attempt(): Promise<void> {
    if (isEnded) return
    try {
      unwatch = watch(await restart())
      if (isEnded) unwatch()
      else say(`${name} runs again.`)
    } catch (error) {
      startedMs = performance.now()
      again(
        `${name} could not be started: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  }

  return {
    end: async () => {
      isEnded = true
      clearTimeout(timer)
      unwatch()
      await underway
    },
  }
}
