import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { EndpointSpec } from '@/agent/endpoints/endpoint.ts'
import { EndpointError } from '@/agent/endpoints/errors.ts'
import { files, fingerprintOf } from '@/agent/endpoints/haproxy/configuration.ts'
import { identify, type Identification } from '@/agent/endpoints/haproxy/runtime-state.ts'
import { tailFile } from '@/agent/engines/tail.ts'
import type { EnginePack } from '@/agent/packs/pack.ts'
import { findProcess, isAlive, type ProcessRef } from '@/agent/process/find.ts'
import { engineIdentity } from '@/agent/process/identity.ts'
import { NotReadyError, waitUntil } from '@/agent/process/ready.ts'
import { startDetached } from '@/agent/process/spawn.ts'
import { stopProcess } from '@/agent/process/stop.ts'

const startWaitMs = 5000
/** SIGTERM makes HAProxy drop its connections and leave at once. */
const stopLadder = [{ signal: 'SIGTERM', waitMs: 2000 }] as const

function executableOf(pack: EnginePack): string {
  const executable = pack.executables.haproxy
  if (executable === undefined) throw new Error(`The pack ${pack.id} has no haproxy`)
  return executable
}

/** The endpoint's HAProxy, also one that an earlier agent started; null when there is none. */
export function findProxy(pack: EnginePack, directory: string): Promise<ProcessRef | null> {
  return findProcess({ executable: executableOf(pack), directory })
}

/** What became of asking a running process who it is. */
export type Adoption = 'same' | 'other' | 'silent'

/** Whether the process answers, and differs from a fresh one only in what can change at runtime. */
export async function examine(ref: ProcessRef, spec: EndpointSpec): Promise<Adoption> {
  try {
    const found: Identification = await identify(spec.directory)
    return found.pid === ref.pid && found.fingerprint === fingerprintOf(spec) ? 'same' : 'other'
  } catch (error) {
    if (error instanceof EndpointError) return 'silent'
    throw error
  }
}

async function failureOf(spec: EndpointSpec): Promise<EndpointError> {
  const lines = await tailFile(join(spec.directory, files.output), 100)
  if (lines.some((line) => line.includes('Address already in use'))) {
    return new EndpointError(
      'port_in_use',
      `Another program on this machine listens on ${spec.bindHost} port ${spec.port}`,
    )
  }
  const alerts = lines.filter((line) => line.startsWith('[ALERT]'))
  const reason = alerts.slice(-3).join(' ')
  return new EndpointError('not_started', `HAProxy did not start. ${reason}`.trim())
}

/**
 * Starts HAProxy for the files in the endpoint's directory and waits until it answers, which is
 * after it listens. Throws EndpointError `port_in_use` or `not_started`; nothing is left running.
 */
export async function startProxy(pack: EnginePack, spec: EndpointSpec): Promise<void> {
  const outputFile = join(spec.directory, files.output)
  await rename(outputFile, join(spec.directory, files.formerOutput)).catch(() => undefined)
  const ref = await startDetached(
    {
      file: executableOf(pack),
      args: ['-db', '-f', files.configuration],
      environment: pack.environment,
      directory: spec.directory,
      outputFile,
    },
    await engineIdentity(),
  )
  const answers = async (): Promise<'answers' | 'ended' | null> => {
    if (!isAlive(ref)) return 'ended'
    return (await examine(ref, spec)) === 'same' ? 'answers' : null
  }
  const outcome = await waitUntil(answers, { timeoutMs: startWaitMs, intervalMs: 5 }).catch(
    (error: unknown) => {
      if (error instanceof NotReadyError) return 'ended'
      throw error
    },
  )
  if (outcome === 'answers') return
  await stopProxy(ref, spec.directory)
  throw await failureOf(spec)
}

/** Ends HAProxy with all its connections, and whatever else runs in the directory. */
export async function stopProxy(ref: ProcessRef | null, directory: string): Promise<void> {
  await stopProcess(ref, { ladder: stopLadder, directory })
}
