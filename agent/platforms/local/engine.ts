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
import { StepFailure } from '@/agent/platforms/platform.ts'
import { findAllIn, findProcess, isAlive, type ProcessRef } from '@/agent/process/find.ts'
import { engineIdentity } from '@/agent/process/identity.ts'
import { NotReadyError, waitUntil } from '@/agent/process/ready.ts'
import { startDetached } from '@/agent/process/spawn.ts'
import { stopProcess } from '@/agent/process/stop.ts'
import { now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'

const startTimeoutMs = 120_000
const probeTimeoutMs = 1_000
const readyPollMs = 15

/** The engine process of a node, found by its directory and executable; null when none runs. */
export async function findEngine(driver: EngineDriver, spec: NodeSpec): Promise<ProcessRef | null> {
  const { file, directory } = driver.startCommand(spec)
  return findProcess({ executable: file, directory })
}

/**
 * Makes sure that the node's engine runs and answers SQL, and returns its process and release.
 * An engine that runs already is taken as it is. Throws `StepFailure` when it does not come up.
 */
export async function ensureEngineRuns(
  context: LocalContext,
  instance: LocalInstance,
  node: LocalNode,
  signal?: AbortSignal,
): Promise<{ ref: ProcessRef; release: string; spec: NodeSpec }> {
  const driver = driverOf(instance)
  let spec = nodeSpec(context, instance, node)
  if (!(await driver.isInitialised(spec))) {
    throw new StepFailure('not_prepared', 'The data directory is not prepared. Retry the creation.')
  }
  let ref = await findEngine(driver, spec)
  if (!ref) {
    await refuseStrangers(spec)
    spec = await moveFromTakenPort(context, instance, node, spec)
    await driver.configure(spec, await readCertificate(instance.id))
    ref = await startDetached(driver.startCommand(spec), await engineIdentity())
  }
  const release = await waitUntilAnswering(driver, spec, ref, signal)
  return { ref, release, spec }
}

/** What is known of a node whose engine has just answered; the supervisor goes on from there. */
export function answeringNode(release: string) {
  return { release, health: 'healthy', healthReason: null, healthChangedAt: now() }
}

/** Two engines on one data directory would destroy it; the fence must have come first. */
async function refuseStrangers(spec: NodeSpec): Promise<void> {
  const others = await findAllIn(layoutOf(spec.directory).data)
  if (others.length === 0) return
  throw new StepFailure('directory_in_use', 'Another process still works in the data directory.')
}

/** No client knows the node's port, so one that another program took is simply replaced. */
async function moveFromTakenPort(
  context: LocalContext,
  instance: LocalInstance,
  node: LocalNode,
  spec: NodeSpec,
): Promise<NodeSpec> {
  if (await isPortFree('127.0.0.1', spec.port)) return spec
  const rows = await db().node.findMany({ select: { port: true } })
  const taken = new Set(rows.map(({ port }) => port))
  const port = await findFreeNodePort(context.paths.dataDir, taken)
  await db().node.update({ where: { id: node.id }, data: { port } })
  return nodeSpec(context, instance, { ...node, port })
}

async function waitUntilAnswering(
  driver: EngineDriver,
  spec: NodeSpec,
  ref: ProcessRef,
  signal?: AbortSignal,
): Promise<string> {
  const credentials = await nodeCredentials(spec.nodeId)
  try {
    return await waitUntil(
      async () => {
        if (signal?.aborted) throw new StepFailure('cancelled', 'Cancelled.')
        const probe = await driver.probe(spec, credentials, probeTimeoutMs)
        if (probe.state === 'up') return probe.release
        if (!isAlive(ref))
          throw new StepFailure('engine_exited', 'The engine ended while starting.')
        return null
      },
      { timeoutMs: startTimeoutMs, intervalMs: readyPollMs, label: 'the engine to answer' },
    )
  } catch (error) {
    if (!(error instanceof NotReadyError)) throw error
    throw new StepFailure('start_timeout', 'The engine did not answer within two minutes.')
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
