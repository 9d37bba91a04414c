import { setMaxListeners } from 'node:events'
import type { Steps } from '@/scripts/bootstrap/steps.mjs'

export interface StopSignal {
  /** Resolves at the first signal and keeps the process alive until then. */
  given: Promise<void>
  /** Aborted at the first signal too, for what is still under way. */
  abort: AbortSignal
}

/** A terminal and npm both pass on the same Ctrl-C; what comes later is a second one. */
const repeatedAfterMs = 500

/** Takes Ctrl-C, SIGTERM and a closed terminal as the wish to stop; once is enough. */
export function waitForStopSignal(steps: Steps): StopSignal {
  let firstMs = Infinity
  const controller = new AbortController()
  // Every download that runs at once listens to it.
  setMaxListeners(0, controller.signal)
  // Watching adopted processes does not keep Node running; this does.
  const keepAlive = setInterval(() => undefined, 1 << 30)
  const given = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        const isRepeated = performance.now() - firstMs > repeatedAfterMs
        if (isRepeated) steps.line('  Already stopping; engines get the time for a clean end.')
        firstMs = Math.min(firstMs, performance.now())
        controller.abort()
        clearInterval(keepAlive)
        resolve()
      })
    }
  })
  // A terminal that is gone must not end the launcher before everything is down.
  process.stdout.on('error', () => undefined)
  process.stderr.on('error', () => undefined)
  return { given, abort: controller.signal }
}
