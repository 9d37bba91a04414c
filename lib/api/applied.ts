import { setTimeout as delay } from 'node:timers/promises'
import { preconditionFailed, transientState } from '@/lib/core/errors.ts'
import { monotonicMs } from '@/lib/clock/clock.ts'
import { isPending, toInsideStatus } from '@/lib/databases/state.ts'

const pollMs = 25
const longestMs = 10_000

interface Row {
  status: string
  failure: string | null
}

/**
 * Waits until the agent has done what was asked for, at most ten seconds, and returns the row as it
 * is then; null once it is gone. Throws in words what the engine refused, and `transient_state` when
 * it takes longer: the change goes on.
 */
export async function whenApplied<T extends Row>(
  resource: { type: 'database' | 'user' | 'privilege'; id: string },
  read: () => Promise<T | null>,
): Promise<T | null> {
  const startedMs = monotonicMs()
  for (;;) {
    const row = await read()
    if (row === null) return null
    const status = toInsideStatus(row.status)
    if (status === 'ready') return row
    if (status === 'failed') {
      throw preconditionFailed(
        'unknown_precondition',
        row.failure ?? 'The engine refused the change.',
      )
    }
    if (isPending(status) && monotonicMs() - startedMs >= longestMs) {
      const message = 'This takes longer than usual. It goes on; ask for the state in a while.'
      throw transientState(resource.type, resource.id, status, message)
    }
    await delay(pollMs)
  }
}
