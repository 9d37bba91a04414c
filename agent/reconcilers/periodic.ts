import { logger } from '@/lib/log/log.ts'

export interface Reconciler {
  /** Runs again soon, for example because something changed. */
  wake(): void
  /** Stops; a run that is under way is waited for. */
  stop(): Promise<void>
}

/** Runs `work` on a period and on wake-ups, never twice at once; a failure is logged and retried. */
export function startPeriodic(
  name: string,
  periodMs: number,
  work: () => Promise<void>,
): Reconciler {
  const log = logger('reconciler')
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let again = false
  let stopped = false

  const run = (): void => {
    if (stopped) return
    if (running) {
      again = true
      return
    }
    clearTimeout(timer)
    running = work()
      .catch((error: unknown) => {
        log.warn({ err: error, name }, 'reconciler failed, trying again')
      })
      .finally(() => {
        running = undefined
        if (stopped) return
        if (again) {
          again = false
          setImmediate(run)
        } else timer = setTimeout(run, periodMs)
      })
  }
  run()
  return {
    wake: run,
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
