let stopping = false

/** True once the agent was told to end. */
export function isStopping(): boolean {
  return stopping
}

/** From now on, failures are those of the ending agent and are not recorded as the work's own. */
export function beginStopping(): void {
  stopping = true
}
