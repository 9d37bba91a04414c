import { createHash } from 'node:crypto'
import { within } from '@/agent/engines/deadline.ts'
import type { NodeCredentials, NodeSpec } from '@/agent/engines/driver.ts'

/** A connection being made: `destroy` closes its socket at once, in whatever state it is. */
export interface Opening<C> {
  ready: Promise<C>
  destroy: () => void
  /** Calls the listener once when the connection breaks by itself. */
  onBroken: (listener: () => void) => void
}

interface Kept<C> {
  key: string
  opening: Opening<C>
}

export interface Keeper<C> {
  /** Runs `work` on the node's kept connection, opening it when there is none. */
  use<T>(
    spec: NodeSpec,
    credentials: NodeCredentials,
    timeoutMs: number,
    work: (connection: C) => Promise<T>,
  ): Promise<T>
  /** Closes the node's kept connection; the next `use` opens a new one. */
  drop(nodeId: string): void
}

function keyOf(spec: NodeSpec, credentials: NodeCredentials): string {
  return createHash('sha256')
    .update(`${spec.port}\0${spec.directory}\0${credentials.user}\0${credentials.password}`)
    .digest('hex')
}

/**
 * Keeps one connection a node, because opening one costs more than a probe. Whatever goes wrong on
 * it (an error, a broken socket, no answer in time) closes it, so nothing is ever leaked.
 */
export function createKeeper<C>(
  open: (spec: NodeSpec, credentials: NodeCredentials) => Opening<C>,
): Keeper<C> {
  const kept = new Map<string, Kept<C>>()

  function forget(nodeId: string, entry: Kept<C>): void {
    if (kept.get(nodeId) === entry) kept.delete(nodeId)
    entry.opening.destroy()
  }

  function obtain(spec: NodeSpec, credentials: NodeCredentials): Kept<C> {
    const key = keyOf(spec, credentials)
    const present = kept.get(spec.nodeId)
    if (present?.key === key) return present
    if (present !== undefined) forget(spec.nodeId, present)
    const entry = { key, opening: open(spec, credentials) }
    kept.set(spec.nodeId, entry)
    entry.opening.onBroken(() => {
      forget(spec.nodeId, entry)
    })
    return entry
  }

  return {
    async use(spec, credentials, timeoutMs, work) {
      const entry = obtain(spec, credentials)
      try {
        return await within(timeoutMs, entry.opening.ready.then(work))
      } catch (error) {
        forget(spec.nodeId, entry)
        throw error
      }
    },
    drop(nodeId) {
      const entry = kept.get(nodeId)
      if (entry !== undefined) forget(nodeId, entry)
    },
  }
}
