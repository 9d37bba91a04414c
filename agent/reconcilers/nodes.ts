import { markInstanceFailed } from '@/agent/operations/instance-status.ts'
import type { LocalContext } from '@/agent/platforms/local/context.ts'
import { ensureEngineRuns, findEngine } from '@/agent/platforms/local/engine.ts'
import {
  driverOf,
  loadInstance,
  loadInstances,
  nodeCredentials,
  nodeSpec,
  type LocalInstance,
  type LocalNode,
} from '@/agent/platforms/local/load.ts'
import { StepFailure } from '@/agent/platforms/platform.ts'
import { decideRestart, type Crash } from '@/agent/process/backoff.ts'
import { isAlive, isFrozen, type ProcessRef } from '@/agent/process/find.ts'
import { isLocked, withLock } from '@/agent/process/lock.ts'
import { onExit } from '@/agent/process/spawn.ts'
import { monotonicMs, now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'
import { toNodeHealth, type NodeHealth } from '@/lib/instances/state.ts'
import { logger } from '@/lib/log/log.ts'

const probeTimeoutMs = 2_000
/** A slow answer is no verdict: this many in a row are. */
const failedProbesUntilUnhealthy = 2
const frozenReason = 'The engine process is frozen.'
const tailLines = 12

interface Watched {
  ref: ProcessRef
  startedAtMs: number
  stopWatching: () => void
}

/** Watches over every node: restarts what crashed, probes what runs, records health. */
export class NodeSupervisor {
  readonly #context: LocalContext
  readonly #watched = new Map<string, Watched>()
  readonly #crashes = new Map<string, Crash[]>()
  readonly #failedProbes = new Map<string, number>()
  readonly #wake: () => void
  readonly #signal: AbortSignal
  readonly #busy = new Map<string, Promise<unknown>>()
  #lastSeen: readonly LocalInstance[] = []

  constructor(context: LocalContext, wake: () => void, signal: AbortSignal) {
    this.#context = context
    this.#wake = wake
    this.#signal = signal
  }

  /**
   * One round over all nodes, at once. A node whose last round is still under way, for example
   * because its engine starts slowly, is left out, so that it does not hold up the others.
   */
  async reconcile(): Promise<void> {
    const instances = await loadInstances()
    this.#lastSeen = instances
    const known = new Set(instances.flatMap(({ nodes }) => nodes.map(({ id }) => id)))
    for (const id of this.#watched.keys()) if (!known.has(id)) this.#forget(id)
    for (const instance of instances) {
      for (const node of instance.nodes) {
        if (this.#busy.has(node.id)) continue
        const round = this.#supervise(instance, node)
          .catch((error: unknown) => {
            logger('nodes').warn({ err: error, nodeId: node.id }, 'supervision failed')
          })
          .finally(() => this.#busy.delete(node.id))
        this.#busy.set(node.id, round)
      }
    }
  }

  /** The instances of the last round, for an end without the control database. */
  lastSeen(): readonly LocalInstance[] {
    return this.#lastSeen
  }

  /** Waits for the rounds that are under way. */
  async settle(): Promise<void> {
    await Promise.all(this.#busy.values())
  }

  async #supervise(instance: LocalInstance, node: LocalNode): Promise<void> {
    if (isLocked(`node:${node.id}`)) {
      await this.#noteFrozen(node)
      return
    }
    if (node.desiredState !== 'running') {
      this.#forget(node.id)
      await this.#recordHealth(node, 'stopped', null)
      return
    }
    const ref = await this.#find(instance, node)
    if (ref) await this.#probe(instance, node, ref)
    else if (mayStart(instance)) await this.#start(instance, node)
  }

  /** Whoever has the node in hand may be waiting for the very engine that is frozen. */
  async #noteFrozen(node: LocalNode): Promise<void> {
    const watched = this.#watched.get(node.id)
    if (watched && isAlive(watched.ref) && isFrozen(watched.ref)) {
      await this.#recordHealth(node, 'unhealthy', frozenReason)
    }
  }

  async #find(instance: LocalInstance, node: LocalNode): Promise<ProcessRef | null> {
    const watched = this.#watched.get(node.id)
    if (watched && isAlive(watched.ref)) return watched.ref
    if (watched) this.#recordCrash(node.id, watched)
    const spec = nodeSpec(this.#context, instance, node)
    const ref = await findEngine(driverOf(instance), spec)
    if (ref) this.#watch(node.id, ref)
    return ref
  }

  #watch(nodeId: string, ref: ProcessRef): void {
    this.#watched.get(nodeId)?.stopWatching()
    const stopWatching = onExit(ref, this.#wake)
    this.#watched.set(nodeId, { ref, startedAtMs: monotonicMs(), stopWatching })
  }

  #recordCrash(nodeId: string, watched: Watched): void {
    watched.stopWatching()
    this.#watched.delete(nodeId)
    const crashes = this.#crashes.get(nodeId) ?? []
    crashes.push({ startedAtMs: watched.startedAtMs, endedAtMs: monotonicMs() })
    this.#crashes.set(nodeId, crashes.slice(-10))
  }

  #forget(nodeId: string): void {
    this.#watched.get(nodeId)?.stopWatching()
    this.#watched.delete(nodeId)
    this.#crashes.delete(nodeId)
    this.#failedProbes.delete(nodeId)
  }

  async #start(instance: LocalInstance, node: LocalNode): Promise<void> {
    const crashes = this.#crashes.get(node.id) ?? []
    const decision = decideRestart(crashes)
    if (decision.action === 'give-up') {
      await this.#giveUp(instance, node, decision.crashes)
      return
    }
    const lastEndMs = crashes.at(-1)?.endedAtMs ?? 0
    if (monotonicMs() < lastEndMs + decision.delayMs) return
    // Whoever stops an engine on purpose says so first; any other one that is gone has crashed.
    const isRestart = node.health !== 'stopped'
    await this.#recordHealth(node, 'starting', isRestart ? 'The engine ended unexpectedly.' : null)
    const startedAtMs = monotonicMs()
    try {
      const started = await withLock(`node:${node.id}`, () => this.#startIfStillWanted(node.id))
      if (!started) return
      const { ref, release } = started
      this.#watch(node.id, ref)
      await db().node.updateMany({
        where: { id: node.id },
        data: { release, ...(isRestart ? { restartCount: { increment: 1 } } : {}) },
      })
      await this.#recordHealth(node, 'healthy', null)
    } catch (error) {
      if (this.#signal.aborted) return
      const crash = { startedAtMs, endedAtMs: monotonicMs() }
      this.#crashes.set(node.id, [...crashes, crash].slice(-10))
      const reason = error instanceof StepFailure ? error.message : 'The engine did not start.'
      logger('nodes').warn({ err: error, nodeId: node.id }, 'engine did not start')
      await this.#recordHealth(node, 'unhealthy', reason)
    }
  }

  /** Looks again under the lock: the instance may have been stopped or deleted meanwhile. */
  async #startIfStillWanted(nodeId: string) {
    const row = await db().node.findUnique({ where: { id: nodeId }, select: { instanceId: true } })
    if (!row) return null
    const instance = await loadInstance(row.instanceId)
    const node = instance.nodes.find(({ id }) => id === nodeId)
    if (node?.desiredState !== 'running' || !mayStart(instance)) return null
    return ensureEngineRuns(this.#context, instance, node, this.#signal)
  }

  async #giveUp(instance: LocalInstance, node: LocalNode, crashes: number): Promise<void> {
    const spec = nodeSpec(this.#context, instance, node)
    const lines = await driverOf(instance).tailLog(spec, tailLines)
    const message = `The engine ended ${String(crashes)} times in a row shortly after its start and was left stopped.`
    await markInstanceFailed(instance.id, message, lines)
    await this.#recordHealth(node, 'unhealthy', message)
    this.#crashes.delete(node.id)
  }

  async #probe(instance: LocalInstance, node: LocalNode, ref: ProcessRef): Promise<void> {
    // A stopped PostgreSQL postmaster takes no new client while old sessions still answer.
    if (isFrozen(ref)) {
      await this.#recordHealth(node, 'unhealthy', frozenReason)
      return
    }
    const spec = nodeSpec(this.#context, instance, node)
    const credentials = await nodeCredentials(node.id)
    const probe = await driverOf(instance).probe(spec, credentials, probeTimeoutMs)
    if (isLocked(`node:${node.id}`)) return
    if (probe.state === 'up') {
      this.#failedProbes.delete(node.id)
      await this.#recordHealth(node, 'healthy', null)
      return
    }
    const failed = (this.#failedProbes.get(node.id) ?? 0) + 1
    this.#failedProbes.set(node.id, failed)
    if (failed < failedProbesUntilUnhealthy) return
    await this.#recordHealth(
      node,
      probe.state === 'starting' ? 'starting' : 'unhealthy',
      probe.reason,
    )
  }

  async #recordHealth(node: LocalNode, health: NodeHealth, reason: string | null): Promise<void> {
    if (toNodeHealth(node.health) === health && node.healthReason === reason) return
    await db().node.updateMany({
      where: { id: node.id },
      data: { health, healthReason: reason, healthChangedAt: now() },
    })
  }
}

/** An operation that has the node in hand, or a verdict that waits for the user, comes first. */
function mayStart({ status }: LocalInstance): boolean {
  return status !== 'error' && status !== 'provisioning' && status !== 'deleting'
}
