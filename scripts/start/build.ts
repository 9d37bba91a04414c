import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { execa } from 'execa'
import { withFileLock } from '@/agent/process/file-lock.ts'
import { projectDir } from '@/scripts/bootstrap/project.mjs'
import { hashSources } from './source-hash.ts'
import { CannotStart } from './start-error.ts'

const distDir = join(projectDir, 'dist')
const cacheDir = join(distDir, 'next-cache')
/** Builds that nothing runs from; the newest ones are kept for going back and forth. */
const keptBuilds = 2

const shared = ['lib', 'package.json', 'prisma/schema.prisma', 'tsconfig.json', 'package-lock.json']
const consoleSources = [
  ...shared,
  'app',
  'components',
  'public',
  'proxy.ts',
  'next.config.js',
  'postcss.config.mjs',
  'tailwind.config.ts',
  'tsconfig.build.json',
]
const agentSources = [...shared, 'agent']

export interface Build {
  /** Changes with the sources. */
  id: string
  /** Relative to the project for the console (a folder), absolute for the agent (a file). */
  path: string
  isNew: boolean
}

/**
 * Builds the console when no finished build of these very sources exists.
 *
 * Every state of the sources has a folder of its own, so a console that runs from another build of
 * the same checkout is never disturbed, and a build that was cut off is never taken for a whole one.
 */
export async function ensureConsoleBuild(signal?: AbortSignal): Promise<Build> {
  const id = await hashSources(projectDir, consoleSources)
  const path = join('dist', `console-${id}`)
  const isNew = await buildOnce(`console-${id}`, async (directory) => {
    await rename(cacheDir, join(directory, 'cache')).catch(() => undefined)
    await runNextBuild(path, signal)
    await rename(join(directory, 'cache'), cacheDir).catch(() => undefined)
  })
  return { id, path, isNew }
}

/** Bundles the agent when no finished bundle of these very sources exists. */
export async function ensureAgentBuild(): Promise<Build> {
  const id = await hashSources(projectDir, agentSources)
  const name = `agent-${id}`
  const isNew = await buildOnce(name, async (directory) => {
    await build({
      entryPoints: [join(projectDir, 'agent', 'main.ts')],
      outfile: join(directory, 'agent.mjs'),
      absWorkingDir: projectDir,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      packages: 'external',
      sourcemap: true,
      logLevel: 'silent',
    }).catch((cause: unknown) => {
      throw new CannotStart(`The agent could not be built.\n${String(cause)}`, { cause })
    })
  })
  return { id, path: join(distDir, name, 'agent.mjs'), isNew }
}

/** Runs `make` unless the folder carries the mark of a finished build; returns whether it ran. */
async function buildOnce(
  name: string,
  make: (directory: string) => Promise<void>,
): Promise<boolean> {
  const directory = join(distDir, name)
  const mark = join(directory, '.finished')
  const isFinished = (): Promise<boolean> =>
    stat(mark).then(
      () => true,
      () => false,
    )
  if (await isFinished()) return false
  await mkdir(distDir, { recursive: true })
  const kind = name.split('-')[0] ?? name
  return withFileLock(join(distDir, `.${kind}.lock`), async () => {
    if (await isFinished()) return false
    await rm(directory, { recursive: true, force: true })
    await mkdir(directory)
    await make(directory)
    await writeFile(mark, '')
    await removeOldBuilds(kind, name)
    return true
  })
}

async function runNextBuild(outputDir: string, signal?: AbortSignal): Promise<void> {
  const next = join(projectDir, 'node_modules', 'next', 'dist', 'bin', 'next')
  const { exitCode, all } = await execa(process.execPath, [next, 'build'], {
    cwd: projectDir,
    env: {
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      NO_COLOR: '1',
      HOLDFAST_BUILD_DIR: outputDir,
    },
    stdin: 'ignore',
    all: true,
    reject: false,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  })
  signal?.throwIfAborted()
  if (exitCode !== 0) {
    const lines = all.trim().split('\n').slice(-60).join('\n')
    throw new CannotStart(`The console could not be built.\n${lines}`)
  }
}

function isBuildOf(kind: string, name: string): boolean {
  return name.startsWith(`${kind}-`) && /-[0-9a-f]{16}$/.test(name)
}

async function removeOldBuilds(kind: string, current: string): Promise<void> {
  const names = (await readdir(distDir)).filter((name) => isBuildOf(kind, name) && name !== current)
  const used = await commandLines()
  const dated = await Promise.all(
    names
      .filter((name) => !used.some((line) => line.includes(name)))
      .map(async (name) => ({ name, at: (await stat(join(distDir, name))).mtimeMs })),
  )
  const newestFirst = dated.sort((left, right) => right.at - left.at)
  for (const { name } of newestFirst.slice(keptBuilds - 1)) {
    await rm(join(distDir, name), { recursive: true, force: true })
  }
}

/** What runs on this machine: consoles and agents name their build among their arguments. */
async function commandLines(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  return Promise.all(
    pids.map((pid) => readFile(join('/proc', pid, 'cmdline'), 'latin1').catch(() => '')),
  )
}
