let stopping = false

/** True once the agent was told to end. */
export function isStopping(): boolean {
  return stopping
}

/** From now on, failures are those of the ending agent and are not recorded as the work's own. */
export function beginStopping(): void {
  stopping = true
}

/**
 * Once the agent ends, waits for its end: a step that this broke off must run again at the next
 * start, so it may neither go on nor be recorded as failed.
 */
export async function parkWhenStopping(): Promise<void> {
  if (stopping) await new Promise<never>(() => undefined)
}
