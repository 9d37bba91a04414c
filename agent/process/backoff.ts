/** When a supervised process started and ended, in milliseconds of one clock. */
export interface Crash {
  startedAtMs: number
  endedAtMs: number
}

export type RestartDecision =
  { action: 'restart'; delayMs: number } | { action: 'give-up'; crashes: number }

const firstDelayMs = 100
const maxDelayMs = 15_000
/** A run at least this long counts as recovered: what came before it is forgotten. */
const stableRunMs = 60_000
const maxCrashesInARow = 5

/** Delay before attempt `attempt` (1 for the first), doubling from 100 ms up to 15 s. */
export function backoffDelayMs(attempt: number): number {
  return Math.min(maxDelayMs, firstDelayMs * 2 ** Math.max(0, attempt - 1))
}

/**
 * What to do after the newest of `crashes` (oldest first). The first restart is immediate, the next
 * ones wait ever longer, and the fifth crash in a row within a minute of its start ends the loop.
 */
export function decideRestart(crashes: readonly Crash[]): RestartDecision {
  const lastStable = crashes.findLastIndex(
    ({ startedAtMs, endedAtMs }) => endedAtMs - startedAtMs >= stableRunMs,
  )
  const inARow = crashes.length - 1 - lastStable
  if (inARow >= maxCrashesInARow) return { action: 'give-up', crashes: inARow }
  return { action: 'restart', delayMs: inARow <= 1 ? 0 : backoffDelayMs(inARow - 1) }
}
