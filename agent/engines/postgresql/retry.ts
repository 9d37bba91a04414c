import { setTimeout as delay } from 'node:timers/promises'
import { EngineRefusal } from '@/agent/engines/refusal.ts'
import { monotonicMs } from '@/lib/clock/clock.ts'

const attempts = 6
const pauseMs = 60
const patienceMs = 12_000

/**
 * What a change of rights fails with while customers change the same objects: tuple concurrently
 * updated (an internal error), deadlock, serialization, lock not available, objects that are gone.
 */
const passing = new Set(['XX000', '40P01', '40001', '55P03', '42P01', '42883', '3F000', '42704'])

/** What PostgreSQL calls an error (SQLSTATE); empty for errors of other origin. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/**
 * Runs work on the catalogue again when somebody else was changing the same rows. Throws
 * `EngineRefusal` in words when that does not end; any other error as it is.
 */
export async function withRetries<T>(what: string, work: () => Promise<T>): Promise<T> {
  const startedAtMs = monotonicMs()
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (!passing.has(codeOf(error))) throw error
      if (attempt === attempts || monotonicMs() - startedAtMs > patienceMs) {
        throw new EngineRefusal(
          `Others kept changing the same objects while Holdfast worked on ${what}. Try again when their changes are done.`,
        )
      }
      await delay(pauseMs * attempt)
    }
  }
}
