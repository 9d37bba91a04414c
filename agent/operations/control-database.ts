import { setTimeout as delay } from 'node:timers/promises'
import { logger } from '@/lib/log/log.ts'
import { monotonicMs } from '@/lib/clock/clock.ts'

const unreachable =
  /ECONNREFUSED|ECONNRESET|EPIPE|terminating connection|Connection terminated|timeout exceeded when trying to connect|the database system is|Can't reach database|DatabaseNotReachable|ConnectionClosed|P1001|P1017|P2024|P2028|Unable to start a transaction|Transaction already closed/i

/** True when the control database could not be reached, so that the same call may work later. */
export function isControlDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  // The same words from an engine are that engine's trouble, not ours to wait for.
  if (!/^(Prisma|DriverAdapter)/.test(error.name)) return false
  const code = 'code' in error ? String(error.code) : ''
  const cause = error.cause instanceof Error ? error.cause.message : ''
  return unreachable.test(`${code} ${error.name} ${error.message} ${cause}`)
}

const firstDelayMs = 100
const maxDelayMs = 2_000

/**
 * Repeats a read or an idempotent write while the control database is away, for at most
 * `patienceMs`: its restart must not fail an operation whose work on the engines went well.
 */
export async function whenReachable<T>(work: () => Promise<T>, patienceMs = 600_000): Promise<T> {
  const deadline = monotonicMs() + patienceMs
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(maxDelayMs, delayMs * 2)) {
    try {
      return await work()
    } catch (error) {
      if (!isControlDatabaseAway(error) || monotonicMs() > deadline) throw error
      logger('operations').warn({ err: error }, 'control database is away, trying again')
      await delay(delayMs)
    }
  }
}
