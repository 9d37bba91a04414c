import { setTimeout as delay } from 'node:timers/promises'
import type { EngineDriver, NodeSpec } from '@/agent/engines/driver.ts'
import { layoutOf } from '@/agent/engines/layout.ts'
import { readCertificate } from '@/agent/platforms/local/certificates.ts'
import type { LocalContext } from '@/agent/platforms/local/context.ts'
import {
  driverOf,
  nodeCredentials,
  nodeSpec,
  type LocalInstance,
  type LocalNode,
} from '@/agent/platforms/local/load.ts'
import { findFreeNodePort, isPortFree } from '@/agent/platforms/local/ports.ts'
import {
  engineWords,
  formerSettings,
  recordReturn,
  recordStartedSettings,
  toJson,
} from '@/agent/platforms/local/settings-record.ts'
import { isStopping } from '@/agent/operations/stopping.ts'
import { StepFailure } from '@/agent/platforms/platform.ts'
import { findProcess, isAlive, type ProcessRef } from '@/agent/process/find.ts'
import { engineIdentity } from '@/agent/process/identity.ts'
import { startDetached } from '@/agent/process/spawn.ts'
import { withLock } from '@/agent/process/lock.ts'
import { killAllIn, stopProcess } from '@/agent/process/stop.ts'
import { monotonicMs, now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'

const silenceMs = 120_000
const startAttempts = 3
const probeTimeoutMs = 1_000
const readyPollMs = 15
const explainLines = 40

/**
 * The engine process of a node, found by its directory and executable; null when none runs. A
 * server process that outlived its engine is none: nothing listens any more.
 */
export async function findEngine(driver: EngineDriver, spec: NodeSpec): Promise<ProcessRef | null> {
  const { file, directory } = driver.startCommand(spec)
  const ref = await findProcess({ executable: file, directory })
  return ref && (await driver.isLeader(ref.pid)) ? ref : null
}

interface RunningEngine {
  ref: ProcessRef
  release: string
  spec: NodeSpec
}

/**
 * Makes sure that the node's engine runs and answers SQL, and returns its process and release.
 * An engine that runs already is taken as it is; what a dead one left is ended first. A loopback
 * port that another program took is exchanged, because no client knows it. An engine that does not
 * start with settings that it has never run with gets the former ones back, which the instance then
 * says. Called under the node's lock. Throws `StepFailure` when the engine does not come up.
 */
export async function ensureEngineRuns(
  context: LocalContext,
  instance: LocalInstance,
  node: LocalNode,
  signal?: AbortSignal,
): Promise<RunningEngine> {
  try {
    const engine = await bringUp(context, instance, node, signal)
    if (engine.isStarted) await recordStartedSettings(instance)
    return engine
  } catch (error) {
    const former = formerSettings(instance)
    if (former === null || !isFailedStart(error)) throw error
    const spec = nodeSpec(context, instance, node)
    const words = engineWords(await driverOf(instance).tailLog(spec, explainLines))
    await killAllIn(layoutOf(spec.directory).data)
    const returned = { ...instance, settings: toJson(former) as LocalInstance['settings'] }
    const engine = await bringUp(context, returned, node, signal).catch(() => {
      throw error
    })
    await recordReturn(
      instance,
      [
        'The engine did not start with the new settings, so it has the former ones again.',
        ...words,
      ].join('\n'),
    )
    return engine
  }
}

/** Both also happen for other reasons; then the former settings do not help either. */
function isFailedStart(error: unknown): boolean {
  return (
    error instanceof StepFailure &&
    (error.code === 'engine_exited' || error.code === 'start_timeout')
  )
}

async function bringUp(
  context: LocalContext,
  instance: LocalInstance,
  node: LocalNode,
  signal: AbortSignal | undefined,
): Promise<RunningEngine & { isStarted: boolean }> {
  const driver = driverOf(instance)
  let spec = nodeSpec(context, instance, node)
  if (!(await driver.isInitialised(spec))) {
    throw new StepFailure('not_prepared', 'The data directory is not prepared. Retry the creation.')
  }
  let ref = await findEngine(driver, spec)
  const isStarted = ref === null
  for (let attempt = 1; ; attempt += 1) {
    if (!ref) {
      await killAllIn(layoutOf(spec.directory).data)
      spec = await moveFromTakenPort(context, instance, node, spec)
      await driver.configure(spec, await readCertificate(instance.id))
      refuseWhenEnding(signal)
      ref = await startDetached(driver.startCommand(spec), await engineIdentity())
    }
    try {
      const release = await waitUntilAnswering(driver, spec, ref, signal)
      return { ref, release, spec, isStarted }
    } catch (error) {
      const wasTaken = isExit(error) && !(await isPortFree('127.0.0.1', spec.port))
      if (!wasTaken || attempt === startAttempts) throw error
      ref = null
    }
  }
}

function isExit(error: unknown): boolean {
  return error instanceof StepFailure && error.code === 'engine_exited'
}

/** An engine that is started now would outlive the agent that has just stopped all others. */
function refuseWhenEnding(signal: AbortSignal | undefined): void {
  if (isStopping() || signal?.aborted) throw new StepFailure('cancelled', 'Cancelled.')
}

/** What is known of a node whose engine has just answered; the supervisor goes on from there. */
export function answeringNode(release: string) {
  return { release, health: 'healthy', healthReason: null, healthChangedAt: now() }
}

async function moveFromTakenPort(
  context: LocalContext,
  instance: LocalInstance,
  node: LocalNode,
  spec: NodeSpec,
): Promise<NodeSpec> {
  if (await isPortFree('127.0.0.1', spec.port)) return spec
  return withLock('ports', async () => {
    const rows = await db().node.findMany({ select: { port: true } })
    const taken = new Set(rows.map(({ port }) => port))
    const port = await findFreeNodePort(context.paths.dataDir, taken)
    await db().node.update({ where: { id: node.id }, data: { port } })
    return nodeSpec(context, instance, { ...node, port })
  })
}

/**
 * Waits as long as the engine says that it is starting, for example while it replays its log;
 * only one that says nothing is given up. The operation's deadline shows a long wait as stalled.
 */
async function waitUntilAnswering(
  driver: EngineDriver,
  spec: NodeSpec,
  ref: ProcessRef,
  signal?: AbortSignal,
): Promise<string> {
  const credentials = await nodeCredentials(spec.nodeId)
  for (let lastSignMs = monotonicMs(); ;) {
    const probe = await driver.probe(spec, credentials, probeTimeoutMs)
    if (probe.state === 'up') return probe.release
    if (!isAlive(ref)) throw new StepFailure('engine_exited', 'The engine ended while starting.')
    refuseWhenEnding(signal)
    if (probe.state === 'starting') lastSignMs = monotonicMs()
    if (monotonicMs() - lastSignMs > silenceMs) {
      throw new StepFailure(
        'start_timeout',
        'The engine runs but has not answered for two minutes.',
      )
    }
    await delay(readyPollMs)
  }
}

/** Stops the node's engine cleanly and ends every process left in its directory; idempotent. */
export async function stopEngine(
  context: LocalContext,
  instance: LocalInstance,
  node: LocalNode,
): Promise<NodeJS.Signals | null> {
  const driver = driverOf(instance)
  const spec = nodeSpec(context, instance, node)
  await driver.disconnect(node.id)
  const ref = await findEngine(driver, spec)
  return stopProcess(ref, { ladder: driver.stopLadder, directory: spec.directory })
}
