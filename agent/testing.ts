import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, open, readFile, rm, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { testPacks } from '@/agent/packs/testing.ts'
import { waitUntil } from '@/agent/process/ready.ts'
import { killAllIn } from '@/agent/process/stop.ts'
import { db } from '@/lib/db/db.ts'
import { env } from '@/lib/env/env.ts'
import { pathsOf } from '@/lib/paths/paths.ts'

const projectDirectory = join(import.meta.dirname, '..')

/** A real agent process on the test's own control database and data directory. */
export interface TestAgent {
  pid: number
  /** Ends it at once, as a crash would; its engines go on. */
  kill(): Promise<void>
  /** Ends it as `npm start` does: endpoints closed, engines stopped. */
  stop(): Promise<void>
}

let bundle: Promise<string> | undefined

function bundledAgent(): Promise<string> {
  bundle ??= (async () => {
    const outfile = join(projectDirectory, 'dist', `agent-test-${String(process.pid)}.mjs`)
    await build({
      entryPoints: [join(projectDirectory, 'agent', 'main.ts')],
      outfile,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      packages: 'external',
      logLevel: 'silent',
      tsconfig: join(projectDirectory, 'tsconfig.json'),
    })
    process.once('exit', () => {
      void rm(outfile, { force: true })
    })
    return outfile
  })()
  return bundle
}

/** Starts an agent and waits until it has reported itself. */
export async function startTestAgent(): Promise<TestAgent> {
  const { dataDir } = env()
  const paths = pathsOf(dataDir)
  const built = (await testPacks()).find(({ origin }) => origin === 'archive')
  if (!built) throw new Error('There are no packs to test with.')
  await symlink(dirname(built.prefix), paths.packs).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  })
  await mkdir(paths.logs, { recursive: true })
  const logFile = join(paths.logs, 'agent.log')
  const output = await open(logFile, 'a')
  const child = spawn(process.execPath, ['--enable-source-maps', await bundledAgent()], {
    cwd: projectDirectory,
    env: { ...process.env, HOLDFAST_LOG_LEVEL: 'info' },
    stdio: ['ignore', output.fd, output.fd],
    detached: true,
  })
  await output.close()
  const exited = once(child, 'exit')
  const { pid } = child
  if (pid === undefined) throw new Error('The agent could not be started.')
  await waitUntil(
    async () => {
      if (child.exitCode !== null) throw new Error(`The agent ended: ${await lastWords(logFile)}`)
      const machine = await db().machine.findFirst()
      return machine?.agentPid === pid
    },
    { timeoutMs: 30_000, intervalMs: 25, label: 'the agent to report itself' },
  )
  return {
    pid,
    kill: () => end(child, exited, 'SIGKILL'),
    stop: () => end(child, exited, 'SIGTERM'),
  }
}

async function lastWords(file: string): Promise<string> {
  const text = await readFile(file, 'utf8')
  return text.split('\n').slice(-12).join('\n')
}

async function end(
  child: ChildProcess,
  exited: Promise<unknown>,
  signal: NodeJS.Signals,
): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal)
  await exited
}

/** Ends every process that the test's agents left and that works in the data directory. */
export async function endTestProcesses(): Promise<void> {
  const paths = pathsOf(env().dataDir)
  for (const directory of [paths.endpoints, paths.instances, paths.pool]) {
    await killAllIn(directory)
  }
}
