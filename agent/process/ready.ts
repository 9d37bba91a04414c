import { setTimeout as delay } from 'node:timers/promises'
import { monotonicMs } from '@/lib/clock/clock.ts'

/** The awaited condition did not come true within its time. */
export class NotReadyError extends Error {}

/**
 * Polls `check` until it returns something other than null, undefined or false, and returns that.
 *
 * Throws `NotReadyError` after `timeoutMs` (the running check is waited for, so it must have a bound
 * of its own), and what `check` throws.
 */
export async function waitUntil<T>(
  check: () => T | Promise<T>,
  options: { timeoutMs: number; intervalMs?: number; label?: string },
): Promise<Exclude<Awaited<T>, null | undefined | false>> {
  const { timeoutMs, intervalMs = 15, label = 'the condition' } = options
  const deadline = monotonicMs() + timeoutMs
  for (;;) {
    const value = await check()
    if (value !== null && value !== undefined && value !== false) {
      return value as Exclude<Awaited<T>, null | undefined | false>
    }
    if (monotonicMs() >= deadline) {
      throw new NotReadyError(`Waited ${timeoutMs} ms in vain for ${label}.`)
    }
    await delay(intervalMs)
  }
}
