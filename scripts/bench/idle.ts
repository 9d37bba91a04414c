import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'

/** Longer than the agent lets pass between two looks at its pool. */
const quietMs = 7_000
const pollMs = 250
const fillWithinMs = 300_000

/**
 * Waits until the pool of prepared data directories has something for every one of the packs and
 * nothing was added or begun for some seconds, then until the disk has what was written. Returns the
 * milliseconds that this took: the idle time that a user's next creation would have to meet.
 */
export async function waitForIdle(poolDir: string, packIds: readonly string[]): Promise<number> {
  const startedMs = performance.now()
  let seen = ''
  let seenMs = startedMs
  for (;;) {
    const nowMs = performance.now()
    const entries = await Promise.all(packIds.map((id) => readyEntries(join(poolDir, id))))
    const state = JSON.stringify(entries)
    if (state !== seen || entries.some((names) => names === null || names.length === 0)) {
      seen = state
      seenMs = nowMs
    }
    if (nowMs - seenMs >= quietMs) break
    if (nowMs - startedMs > fillWithinMs) throw new Error('The pool does not fill.')
    await delay(pollMs)
  }
  await promisify(execFile)('sync')
  return performance.now() - startedMs
}

/** Names of the prepared directories; null while one is being made. */
async function readyEntries(directory: string): Promise<string[] | null> {
  const names = await readdir(directory).catch(() => [])
  if (names.some((name) => name.startsWith('.'))) return null
  return names.filter((name) => name !== 'template').sort()
}
