import { readFile } from 'node:fs/promises'
import { isAlive, type ProcessRef } from '@/agent/process/find.ts'
import { hasAgentReported } from './database-access.ts'
import { CannotStart } from './start-error.ts'

const answerWithinMs = 60_000
const pollMs = 100

/**
 * Waits until the console answers its health check. Throws `CannotStart` with its last
 * lines; returns early when `signal` fires.
 */
export async function waitForConsole(
  ref: ProcessRef,
  address: { host: string; port: number },
  logFile: string,
  signal: AbortSignal,
): Promise<void> {
  const host =
    address.host === '0.0.0.0' ? '127.0.0.1' : address.host === '::' ? '::1' : address.host
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${String(address.port)}/api/health`
  await waitForAnswer('console', ref, logFile, signal, async () => {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) })
    await response.arrayBuffer()
    return response.ok
  })
}

/** Waits until the agent has reported itself to the control database; throws like the above. */
export async function waitForAgent(
  ref: ProcessRef,
  databaseUrl: string,
  logFile: string,
  signal: AbortSignal,
): Promise<void> {
  await waitForAnswer('agent', ref, logFile, signal, () => hasAgentReported(databaseUrl, ref.pid))
}

async function waitForAnswer(
  name: string,
  ref: ProcessRef,
  logFile: string,
  signal: AbortSignal,
  answers: () => Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + answerWithinMs
  for (;;) {
    const isUp = await answers().catch(() => false)
    if ((isUp && isAlive(ref)) || signal.aborted) return
    const hasEnded = !isAlive(ref)
    if (hasEnded || performance.now() > deadline) {
      const text = await readFile(logFile, 'utf8').catch(() => '')
      const lines = text.trim().split('\n').slice(-15).join('\n  ')
      const what = hasEnded ? 'ended at its start' : 'does not answer'
      throw new CannotStart(`The ${name} ${what}. Its log is ${logFile}.\n  ${lines}`)
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}
