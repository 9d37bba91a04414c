import { processOf } from '@/agent/process/find.ts'
import type { Paths } from '@/lib/paths/paths.ts'
import { projectDir } from '@/scripts/bootstrap/project.mjs'
import type { Steps } from '@/scripts/bootstrap/steps.mjs'
import { startControlDatabase, stopControlDatabase } from './control-database.ts'
import { openDataDirectory } from './data-directory.ts'
import { startDemo } from './demo-process.ts'
import { ensureGeneratedClient } from './generated-client.ts'
import {
  agentService,
  consoleService,
  prepareBuilds,
  prepareDatabase,
  type Prepared,
} from './installation.ts'
import { takeLauncherLock } from './launcher-lock.ts'
import { whyPortIsRefused } from './ports.ts'
import { readRunRecord, removeRunRecord, writeRunRecord } from './run-record.ts'
import {
  isServiceRunning,
  logFileOf,
  runService,
  stopService,
  type RunningService,
  type Service,
} from './services.ts'
import { consoleAddress, readSettings, type Settings } from './settings.ts'
import { waitForStopSignal, type StopSignal } from './stop-signal.ts'
import { CannotStart } from './start-error.ts'
import { printSummary } from './summary.ts'
import { supervise, type Supervision } from './supervise.ts'
import { waitForAgent, waitForConsole } from './wait-for-service.ts'

/**
 * Brings Holdfast up, stays until it is told to stop, and takes everything down in order.
 *
 * Returns the exit code. Throws an error whose message says what to do when the start fails; what
 * it had started itself is stopped again then, what it had adopted is left as it was.
 */
export async function start(options: { steps: Steps; isDemo: boolean }): Promise<number> {
  const { steps, isDemo } = options
  const stopSignal = waitForStopSignal(steps)
  const settings = readSettings(process.env)
  const { paths, notice } = await openDataDirectory({
    requested: settings.dataDir,
    isChosen: settings.isDataDirChosen,
    projectDir,
  })
  if (notice !== null) steps.line(`  ${notice}`)
  process.env.HOLDFAST_DATA_DIR = paths.dataDir
  const lock = await takeLauncherLock(paths)
  if (lock === null) return sayAlreadyRunning(steps, paths)
  try {
    await recordLauncher(paths, settings)
    await requireConsolePort(paths, settings)
    await ensureGeneratedClient()
    const [prepared, builds] = await bothOrNeither(
      prepareDatabase(steps, paths, settings, stopSignal.abort),
      prepareBuilds(steps, stopSignal.abort),
      paths,
    )
    const agent = agentService(prepared.environment, builds.agent)
    const consoleProgram = consoleService(prepared, builds.console, settings)
    await runUntilStopped({
      steps,
      paths,
      settings,
      prepared,
      agent,
      console: consoleProgram,
      stopSignal,
      isDemo,
    })
    return 0
  } catch (error) {
    // Told to stop while it was starting: what the stop broke off is no failure.
    if (stopSignal.abort.aborted) return 0
    throw error
  } finally {
    await removeRunRecord(paths, 'launcher')
    lock.release()
  }
}

interface Run {
  steps: Steps
  paths: Paths
  settings: Settings
  prepared: Prepared
  agent: Service
  console: Service
  stopSignal: StopSignal
  isDemo: boolean
}

async function runUntilStopped(run: Run): Promise<void> {
  const { steps, paths, settings, prepared, stopSignal } = run
  let supervisions: Supervision[] = []
  let endDemo: () => Promise<void> = () => Promise.resolve()
  const [agent, consoleProcess] = await bringUp(run)
  try {
    supervisions = superviseAll(run, agent, consoleProcess)
    printSummary({ steps, settings, paths, owner: prepared.owner })
    if (run.isDemo && !stopSignal.abort.aborted) endDemo = startDemo(prepared.environment, steps)
    await stopSignal.given
  } finally {
    await endDemo()
    await Promise.all(supervisions.map((supervision) => supervision.end()))
    await takeDown(run)
  }
}

/**
 * Both services, or an error once neither is still on its way. What was adopted is left running
 * then: a console that does not come up must not take the databases down.
 */
async function bringUp(run: Run): Promise<[RunningService, RunningService]> {
  const adopted = { agent: false }
  const [agent, consoleProcess] = await Promise.allSettled([
    bringUpAgent(run, adopted),
    bringUpConsole(run),
  ])
  if (agent.status === 'fulfilled' && consoleProcess.status === 'fulfilled') {
    return [agent.value, consoleProcess.value]
  }
  if (run.stopSignal.abort.aborted || !adopted.agent) await takeDown(run)
  else await run.steps.run('Console stops', () => stopService(run.paths, run.console))
  throw agent.status === 'rejected'
    ? agent.reason
    : consoleProcess.status === 'rejected'
      ? consoleProcess.reason
      : new Error('one of the services did not start')
}

async function bringUpAgent(run: Run, adopted: { agent: boolean }): Promise<RunningService> {
  const { steps, paths, prepared } = run
  return steps.run('Agent', async (step) => {
    const running = await runService(paths, run.agent)
    adopted.agent = running.isAdopted
    await waitForAgent(
      running.ref,
      prepared.databaseUrl,
      logFileOf(paths, 'agent'),
      run.stopSignal.abort,
    )
    step.say(running.isAdopted ? 'was running' : '')
    return running
  })
}

async function bringUpConsole(run: Run): Promise<RunningService> {
  const { steps, paths, settings } = run
  return steps.run('Console', async (step) => {
    const running = await runService(paths, run.console)
    const address = { host: settings.consoleHost, port: settings.consolePort }
    await waitForConsole(running.ref, address, logFileOf(paths, 'console'), run.stopSignal.abort)
    step.say(running.isAdopted ? 'was running' : '')
    return running
  })
}

function superviseAll(run: Run, agent: RunningService, console: RunningService): Supervision[] {
  const { steps, paths, prepared } = run
  const say = (text: string): void => {
    steps.line(`  ${text}`)
  }
  const supervisions = [
    supervise({
      name: 'Agent',
      ref: agent.ref,
      restart: async () => (await runService(paths, run.agent)).ref,
      say,
    }),
    supervise({
      name: 'Console',
      ref: console.ref,
      restart: async () => (await runService(paths, run.console)).ref,
      say,
    }),
  ]
  if (prepared.control !== null) {
    const restart = async () => (await startControlDatabase(paths, prepared.registry)).ref
    supervisions.push(
      supervise({ name: 'Control database', ref: prepared.control.ref, restart, say }),
    )
  }
  return supervisions
}

/**
 * Console first, so that nobody asks for more; then the engines through the agent; then the rest.
 * A part that does not stop keeps none of the others from stopping; the first failure is thrown.
 */
async function takeDown(run: Run): Promise<void> {
  const { steps, paths, settings, prepared } = run
  const failures: unknown[] = []
  const attempt = async (name: string, work: Parameters<Steps['run']>[1]) => {
    await steps.run(name, work).catch((error: unknown) => failures.push(error))
  }
  steps.line('')
  await attempt('Console stops', () => stopService(paths, run.console))
  await attempt('Agent stops', async (step) => {
    await stopService(paths, run.agent)
    step.say(settings.stop === 'leave' ? 'engines go on running' : 'with the engines')
  })
  if (prepared.control !== null) {
    await attempt('Control database stops', () => stopControlDatabase(paths))
  }
  if (failures.length > 0) throw failures[0]
}

async function recordLauncher(paths: Paths, settings: Settings): Promise<void> {
  const own = processOf(process.pid)
  if (own === null) throw new Error('this process is not in /proc')
  const facts = { fingerprint: '', address: consoleAddress(settings) }
  await writeRunRecord(paths, 'launcher', own, facts)
}

async function sayAlreadyRunning(steps: Steps, paths: Paths): Promise<number> {
  const record = await readRunRecord(paths, 'launcher')
  const where = record?.address ?? null
  steps.line('')
  steps.line(
    `Holdfast is already running${where === null ? '' : ` at ${where}`}` +
      `${record === null ? '' : ` (process ${String(record.pid)})`}.`,
  )
  steps.line(`Data directory: ${paths.dataDir}`)
  if (record !== null)
    steps.line(`Stop it with Ctrl-C where it runs, or: kill ${String(record.pid)}`)
  return 0
}

async function requireConsolePort(paths: Paths, settings: Settings): Promise<void> {
  // A console of this data directory that still runs is adopted or replaced later.
  if (await isServiceRunning(paths, 'console')) return
  const { consoleHost, consolePort } = settings
  const code = await whyPortIsRefused(consoleHost, consolePort)
  if (code === null) return
  const place = `port ${String(consolePort)} of ${consoleHost}`
  const reasons: Record<string, string> = {
    EADDRINUSE: `Another program uses ${place}. Stop it, or set HOLDFAST_PORT to another port.`,
    EACCES: `This user may not use ${place}. Set HOLDFAST_PORT to a port above 1023.`,
    EADDRNOTAVAIL: `This machine has no address ${consoleHost}. Check HOLDFAST_HOST.`,
    ENOTFOUND: `The name ${consoleHost} is unknown here. Check HOLDFAST_HOST.`,
  }
  throw new CannotStart(reasons[code] ?? `The console cannot listen on ${place}: ${code}.`)
}

/** Waits for both even when one fails, so that nothing goes on behind the error message. */
async function bothOrNeither<B>(
  first: Promise<Prepared>,
  second: Promise<B>,
  paths: Paths,
): Promise<[Prepared, B]> {
  const [prepared, built] = await Promise.allSettled([first, second])
  if (prepared.status === 'rejected') throw prepared.reason
  if (built.status === 'rejected') {
    const { control } = prepared.value
    if (control !== null && !control.isAdopted) await stopControlDatabase(paths)
    throw built.reason
  }
  return [prepared.value, built.value]
}
