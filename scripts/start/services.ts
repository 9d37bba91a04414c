import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { findAllIn, isAlive, processOf, type ProcessRef } from '@/agent/process/find.ts'
import { plainEnvironment } from '@/agent/process/run.ts'
import { rotateLog } from '@/agent/process/rotate.ts'
import { startDetached } from '@/agent/process/spawn.ts'
import { stopProcess, type SignalLadder } from '@/agent/process/stop.ts'
import type { Paths } from '@/lib/paths/paths.ts'
import { readRunRecord, removeRunRecord, writeRunRecord } from './run-record.ts'

/** One of Holdfast's own long-lived Node programs. */
export interface Service {
  name: 'agent' | 'console'
  /** Node's arguments: flags, program and its arguments. */
  args: readonly string[]
  environment: Readonly<Record<string, string>>
  address: string | null
  ladder: SignalLadder
}

export interface RunningService {
  ref: ProcessRef
  isAdopted: boolean
}

const logPolicy = { maxBytes: 10 * 1024 ** 2, maxAgeMs: 30 * 24 * 3_600_000, keep: 5 }

/** The working directory of a service: no other process has it, so it names the service's family. */
function homeOf(paths: Paths, name: Service['name']): string {
  return join(paths.run, name)
}

export function logFileOf(paths: Paths, name: Service['name']): string {
  return join(paths.logs, `${name}.log`)
}

/** Changes with everything that makes a running process differ from the wanted one. */
function fingerprintOf(service: Service): string {
  const facts = [process.version, service.args, Object.entries(service.environment).sort()]
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex')
}

/**
 * Adopts a service that runs already with the same build and settings; otherwise ends what is left
 * of an earlier one and starts it anew, detached and with its output in its log file.
 */
export async function runService(paths: Paths, service: Service): Promise<RunningService> {
  const home = homeOf(paths, service.name)
  const fingerprint = fingerprintOf(service)
  const record = await readRunRecord(paths, service.name)
  const family = await findAllIn(home)
  if (
    record?.fingerprint === fingerprint &&
    family.some(({ pid, startTicks }) => pid === record.pid && startTicks === record.startTicks)
  ) {
    return { ref: { pid: record.pid, startTicks: record.startTicks }, isAdopted: true }
  }
  await stopService(paths, service)
  await mkdir(home, { recursive: true })
  await rotateLog(logFileOf(paths, service.name), 'rename', logPolicy)
  const ref = await startDetached(
    {
      file: process.execPath,
      args: service.args,
      environment: service.environment,
      directory: home,
      outputFile: logFileOf(paths, service.name),
    },
    null,
  )
  await writeRunRecord(paths, service.name, ref, { fingerprint, address: service.address })
  return { ref, isAdopted: false }
}

/** Ends a service and whatever else lives in its directory; harmless when nothing does. */
export async function stopService(
  paths: Paths,
  service: Pick<Service, 'name' | 'ladder'>,
): Promise<void> {
  const home = homeOf(paths, service.name)
  const record = await readRunRecord(paths, service.name)
  const [oldest] = (await findAllIn(home)).sort((a, b) => a.startTicks - b.startTicks)
  const ref = record !== null && isAlive(record) ? processOf(record.pid) : (oldest ?? null)
  await stopProcess(ref, { ladder: service.ladder, directory: home })
  await removeRunRecord(paths, service.name)
}

/** True when a service of this data directory runs, whatever its build is. */
export async function isServiceRunning(paths: Paths, name: Service['name']): Promise<boolean> {
  return (await findAllIn(homeOf(paths, name))).length > 0
}

/** The parts of the caller's environment that Holdfast's own programs get besides their own. */
export function inheritedEnvironment(): Record<string, string> {
  const passed = Object.entries(process.env).filter(
    ([name, value]) =>
      value !== undefined && (name.startsWith('HOLDFAST_') || name === 'TZ' || name === 'AUTH_URL'),
  ) as [string, string][]
  return { ...plainEnvironment, ...Object.fromEntries(passed) }
}
