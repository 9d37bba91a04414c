import type { LocalContext } from '@/agent/platforms/local/context.ts'
import {
  driverOf,
  loadInstance,
  nodeCredentials,
  nodeSpec,
  primaryOf,
} from '@/agent/platforms/local/load.ts'
import { isLocked, withLock } from '@/agent/process/lock.ts'
import { applyPending, findPendingInstances } from '@/agent/reconcilers/inventory-apply.ts'
import { recordFailure, recordInventory } from '@/agent/reconcilers/inventory-record.ts'
import type { Inside } from '@/agent/reconcilers/inside.ts'
import { monotonicMs } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'
import { logger } from '@/lib/log/log.ts'

const readMs = 15_000
const sizesMs = 15_000
/** A read that takes long is made so much rarer that it uses a twentieth of the time. */
const shareOfTime = 20

const notNow = new Set(['provisioning', 'initializing', 'restarting', 'deleting'])

/**
 * Brings about what is wanted inside the instances (databases, users, privileges) and reads back
 * what is there. One instance's failure or slowness never holds up the others.
 */
export class InventoryKeeper {
  readonly #context: LocalContext
  readonly #rounds = new Map<string, Promise<void>>()
  readonly #again = new Set<string>()
  readonly #readDueMs = new Map<string, number>()
  readonly #sizesDueMs = new Map<string, number>()
  #isEnding = false

  constructor(context: LocalContext) {
    this.#context = context
  }

  /** Starts a round for every instance that has something pending or is due to be read. */
  async reconcile(): Promise<void> {
    const rows = await db().instance.findMany({ select: { id: true, status: true } })
    const pending = await findPendingInstances()
    const known = new Set(rows.map(({ id }) => id))
    for (const id of this.#readDueMs.keys()) {
      if (!known.has(id)) this.#forget(id)
    }
    const nowMs = monotonicMs()
    for (const { id, status } of rows) {
      const isDue = nowMs >= (this.#readDueMs.get(id) ?? 0)
      if (!notNow.has(status) && (isDue || pending.has(id))) this.wake(id)
    }
  }

  /** Starts a round for the instance at once, or another one after the one under way. */
  wake(instanceId: string): void {
    if (this.#isEnding) return
    if (this.#rounds.has(instanceId)) {
      this.#again.add(instanceId)
      return
    }
    const round = withLock(`inventory:${instanceId}`, () => this.#round(instanceId))
      .catch((error: unknown) => {
        logger('inventory').warn({ err: error, instanceId }, 'inventory was not read')
      })
      .finally(() => {
        this.#rounds.delete(instanceId)
        if (this.#again.delete(instanceId)) this.wake(instanceId)
      })
    this.#rounds.set(instanceId, round)
  }

  /** Waits for the rounds that are under way and starts no other. */
  async settle(): Promise<void> {
    this.#isEnding = true
    await Promise.all(this.#rounds.values())
  }

  #forget(instanceId: string): void {
    this.#readDueMs.delete(instanceId)
    this.#sizesDueMs.delete(instanceId)
  }

  async #round(instanceId: string): Promise<void> {
    const inside = await this.#enter(instanceId)
    if (inside === null) return
    const startedMs = monotonicMs()
    let withSizes = startedMs >= (this.#sizesDueMs.get(instanceId) ?? 0)
    try {
      const { databases } = await applyPending(inside)
      withSizes ||= databases
      await recordInventory(inside, { withSizes })
    } catch (error) {
      await recordFailure(instanceId)
      throw error
    } finally {
      const tookMs = monotonicMs() - startedMs
      const pauseMs = Math.max(readMs, tookMs * shareOfTime)
      this.#readDueMs.set(instanceId, monotonicMs() + pauseMs)
      if (withSizes) this.#sizesDueMs.set(instanceId, monotonicMs() + Math.max(sizesMs, pauseMs))
    }
  }

  /** The instance's running primary; null while an operation has it in hand or it does not answer. */
  async #enter(instanceId: string): Promise<Inside | null> {
    const row = await db().instance.findUnique({ where: { id: instanceId } })
    if (!row || notNow.has(row.status)) return null
    const instance = await loadInstance(instanceId)
    const node = primaryOf(instance)
    if (node.health !== 'healthy' || isLocked(`node:${node.id}`)) return null
    return {
      instanceId,
      driver: driverOf(instance),
      spec: nodeSpec(this.#context, instance, node),
      credentials: await nodeCredentials(node.id),
    }
  }
}
