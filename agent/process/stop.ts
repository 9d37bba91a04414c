import { findAllIn, isAlive, isFrozen } from '@/agent/process/find.ts'
import type { ProcessRef } from '@/agent/process/find.ts'
import { NotReadyError, waitUntil } from '@/agent/process/ready.ts'

/** Signals, gentlest first, each with how long it is given in milliseconds. */
export type SignalLadder = readonly { signal: NodeJS.Signals; waitMs: number }[]

/** Longest wait for the kernel to remove what SIGKILL hit; only a hung disk takes longer. */
const killWaitMs = 10_000
/** How long the family of a cleanly ended leader may take to notice that. */
const familyWaitMs = 2_000
const pollMs = 10

function send(ref: ProcessRef, signal: NodeJS.Signals): void {
  if (!isAlive(ref)) return
  try {
    process.kill(ref.pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

async function isGoneWithin(ref: ProcessRef, timeoutMs: number): Promise<boolean> {
  try {
    await waitUntil(() => !isAlive(ref), { timeoutMs, intervalMs: pollMs })
    return true
  } catch (error) {
    if (error instanceof NotReadyError) return false
    throw error
  }
}

/**
 * Kills every process whose working directory lies in `directory`, until none is left, and returns
 * how many there were. This is the fence: afterwards nothing can write there.
 * Throws `NotReadyError` when one does not go away within ten seconds.
 */
export async function killAllIn(directory: string): Promise<number> {
  const killed = new Set<number>()
  await waitUntil(
    async () => {
      const left = await findAllIn(directory)
      for (const ref of left) {
        killed.add(ref.pid)
        send(ref, 'SIGKILL')
      }
      return left.length === 0
    },
    { timeoutMs: killWaitMs, intervalMs: pollMs, label: `processes in ${directory} to end` },
  )
  return killed.size
}

/**
 * Ends a process and everything left in its directory. Signals are sent down the ladder until it is
 * gone; past the last one the whole directory is killed. Harmless for a process that is gone.
 *
 * Returns the signal that ended it: null when it was already gone.
 */
export async function stopProcess(
  ref: ProcessRef | null,
  options: { ladder: SignalLadder; directory: string },
): Promise<NodeJS.Signals | null> {
  let endedBy: NodeJS.Signals | null = null
  if (ref !== null && isAlive(ref)) {
    endedBy = 'SIGKILL'
    for (const { signal, waitMs } of options.ladder) {
      send(ref, signal)
      // A frozen process receives nothing but SIGKILL until it is continued.
      if (isFrozen(ref)) send(ref, 'SIGCONT')
      if (await isGoneWithin(ref, waitMs)) {
        endedBy = signal
        break
      }
    }
  }
  if (endedBy !== null && endedBy !== 'SIGKILL') {
    await waitUntil(async () => (await findAllIn(options.directory)).length === 0, {
      timeoutMs: familyWaitMs,
      intervalMs: pollMs,
    }).catch((error: unknown) => {
      if (!(error instanceof NotReadyError)) throw error
    })
  }
  await killAllIn(options.directory)
  return endedBy
}
