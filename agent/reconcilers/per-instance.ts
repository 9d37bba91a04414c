import { loadInstance, loadInstances, type LocalInstance } from '@/agent/platforms/local/load.ts'
import { logger } from '@/lib/log/log.ts'

/**
 * Runs work for each instance by itself: never twice at once for one, and a slow or failing one
 * holds up nobody else.
 */
export class PerInstance {
  readonly #name: string
  readonly #work: (instance: LocalInstance) => Promise<void>
  readonly #busy = new Map<string, Promise<void>>()
  readonly #again = new Set<string>()

  constructor(name: string, work: (instance: LocalInstance) => Promise<void>) {
    this.#name = name
    this.#work = work
  }

  /** Starts a round over all instances; those that are still busy are left out. */
  async reconcile(): Promise<void> {
    for (const instance of await loadInstances()) {
      if (!this.#busy.has(instance.id)) this.#start(instance.id, () => this.#work(instance))
    }
  }

  /** Attends to one instance at once, or again as soon as it is not busy any more. */
  attend(instanceId: string): void {
    if (this.#busy.has(instanceId)) this.#again.add(instanceId)
    else this.#start(instanceId, async () => this.#work(await loadInstance(instanceId)))
  }

  /** Waits for what is under way. */
  async settle(): Promise<void> {
    await Promise.all(this.#busy.values())
  }

  #start(instanceId: string, work: () => Promise<void>): void {
    const run = work()
      .catch((error: unknown) => {
        logger(this.#name).warn({ err: error, instanceId }, 'instance was not attended to')
      })
      .finally(() => {
        this.#busy.delete(instanceId)
        if (this.#again.delete(instanceId)) this.attend(instanceId)
      })
    this.#busy.set(instanceId, run)
  }
}
