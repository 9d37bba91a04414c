import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { loadPacks } from '@/agent/packs/registry.ts'
import type { EnginePack } from '@/agent/packs/pack.ts'
import { waitUntil } from '@/agent/process/ready.ts'
import { killAllIn } from '@/agent/process/stop.ts'
import { generatePassword } from '@/lib/crypto/passwords.ts'
import { pathsOf, type Paths } from '@/lib/paths/paths.ts'
import { projectDir } from '@/scripts/bootstrap/project.mjs'
import { freePort } from '@/scripts/start/ports.ts'
import { createApi, type Api } from './api.ts'
import type { Bench } from './bench.ts'
import { cleanEnvironment, endpointPorts } from './environment.ts'
import { launch, type Launcher } from './launcher.ts'

/** /tmp may be memory; what is measured here belongs on a disk. */
const scratchParent = '/var/tmp'
const startWithinMs = 600_000
const region = 'lo-cal'
const run = promisify(execFile)

/** A whole Holdfast of this checkout, on a data directory of its own. */
export interface Holdfast {
  paths: Paths
  url: string
  owner: { email: string; password: string }
  projectId: string
  databaseUrl: string
  /** The packs that it runs. */
  packs: readonly EnginePack[]
  api: Api
  stop(): Promise<void>
}

/** A directory that engines can reach and that goes away at the end. */
export async function makeScratch(bench: Bench): Promise<string> {
  const directory = await mkdtemp(join(scratchParent, 'holdfast-bench-'))
  await chmod(directory, 0o711)
  bench.cleanups.add(async () => {
    // Whatever failed before: no engine of a benchmark outlives it.
    const left = await killAllIn(directory)
    if (left > 0) bench.say(`${String(left)} processes were left and have been ended.`)
    await rm(directory, { recursive: true, force: true })
  })
  return directory
}

/**
 * Starts Holdfast, waits until instances can be created, and gives it back with an API key of its
 * owner. It is stopped and removed with the other cleanups, or before by `stop`.
 */
export async function startHoldfast(bench: Bench): Promise<Holdfast> {
  bench.say('starting Holdfast')
  const scratch = await makeScratch(bench)
  const paths = pathsOf(join(scratch, 'data'))
  await mkdir(paths.dataDir)
  const packsDir = await sharePacks(paths)
  const port = await freePort()
  const owner = { email: 'owner@bench.local', password: generatePassword() }
  const environment = cleanEnvironment({
    HOLDFAST_DATA_DIR: paths.dataDir,
    HOLDFAST_HOST: '127.0.0.1',
    HOLDFAST_PORT: String(port),
    HOLDFAST_PUBLIC_HOST: '127.0.0.1',
    HOLDFAST_REGION: region,
    HOLDFAST_ENDPOINT_PORTS: endpointPorts(),
    HOLDFAST_OWNER_EMAIL: owner.email,
    HOLDFAST_OWNER_PASSWORD: owner.password,
  })
  const launcher = launch({
    file: process.execPath,
    args: [join(projectDir, 'scripts', 'start.mjs')],
    directory: projectDir,
    environment,
  })
  const stop = bench.cleanups.add(() => launcher.stop())
  const url = `http://127.0.0.1:${String(port)}`
  await waitForHealth(launcher, url)
  const key = await createKey(environment)
  const api = createApi({ url, region, ...key })
  await waitUntil(
    () => {
      launcher.requireRunning()
      return api.hasRoom('db-dev-s')
    },
    { timeoutMs: 60_000, intervalMs: 200, label: 'room for an instance' },
  )
  const { packs } = await loadPacks({ packsDir, extraPaths: enginePaths() })
  const databaseUrl = await databaseUrlOf(paths)
  return { paths, url, owner, projectId: key.projectId, databaseUrl, packs, api, stop }
}

/** Fetching packs is not what is measured here: those of the project are used where it has some. */
async function sharePacks(paths: Paths): Promise<string> {
  const present = await realpath(pathsOf(join(projectDir, '.holdfast')).packs).catch(() => null)
  if (present === null) return paths.packs
  await symlink(present, paths.packs)
  return present
}

function enginePaths(): string[] {
  return (process.env.HOLDFAST_ENGINE_PATHS ?? '').split(':').filter((entry) => entry !== '')
}

async function waitForHealth(launcher: Launcher, url: string): Promise<void> {
  await waitUntil(
    async () => {
      launcher.requireRunning()
      return fetch(`${url}/api/health`, { signal: AbortSignal.timeout(5_000) }).then(
        ({ ok }) => ok,
        () => false,
      )
    },
    { timeoutMs: startWithinMs, intervalMs: 200, label: 'Holdfast to answer' },
  ).catch((error: unknown) => {
    throw new Error(`Holdfast did not start.\n${launcher.output()}`, { cause: error })
  })
}

async function createKey(
  environment: NodeJS.ProcessEnv,
): Promise<{ secretKey: string; projectId: string }> {
  const scripts = join(projectDir, 'scripts')
  const args = [join(scripts, 'run.mjs'), join(scripts, 'api-key.ts'), '--json']
  const { stdout } = await run(process.execPath, args, { cwd: projectDir, env: environment })
  return JSON.parse(stdout) as { secretKey: string; projectId: string }
}

async function databaseUrlOf(paths: Paths): Promise<string> {
  const [port, password] = await Promise.all([
    readFile(join(paths.controlDatabase, 'port'), 'utf8'),
    readFile(join(paths.secrets, 'control-database.password'), 'utf8'),
  ])
  return `postgresql://holdfast:${password.trim()}@127.0.0.1:${port.trim()}/holdfast`
}
