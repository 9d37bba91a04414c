import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { projectDir } from '@/scripts/bootstrap/project.mjs'
import { freePort } from '@/scripts/start/ports.ts'
import type { Bench } from './bench.ts'
import { cleanEnvironment, endpointPorts } from './environment.ts'
import { atMost, figure, type Figure } from './figure.ts'
import { makeScratch } from './holdfast.ts'
import { launch } from './launcher.ts'
import { median } from './stats.ts'

const coldLimitS = 180
const warmLimitS = 10
const giveUpMs = 1_200_000
const pollMs = 50

interface Start {
  /** Until a page of the console answers, seconds. */
  answersS: number
  /** The lines that the start printed. */
  lines: string[]
}

/** `npm start` from a fresh clone with cold caches until the console answers, and again warm. */
export async function measureStart(bench: Bench): Promise<Figure[]> {
  const scratch = await makeScratch(bench)
  const clone = join(scratch, 'holdfast')
  bench.say('start: cloning')
  await promisify(execFile)('git', ['clone', '--quiet', '--no-hardlinks', projectDir, clone])
  const npmCache = join(scratch, 'npm-cache')
  await mkdir(npmCache)
  const port = await freePort()
  const environment = cleanEnvironment({
    HOLDFAST_PORT: String(port),
    HOLDFAST_ENDPOINT_PORTS: endpointPorts(),
    HOLDFAST_ENGINE_PATHS: '',
    npm_config_cache: npmCache,
    npm_config_update_notifier: 'false',
  })
  bench.say('start: cold')
  const cold = await measureOnce(bench, clone, environment, port)
  const warm: Start[] = []
  for (let index = 0; index < (bench.runs ?? 3); index += 1) {
    bench.say(`start: warm, run ${String(index + 1)}`)
    warm.push(await measureOnce(bench, clone, environment, port))
  }
  const warmS = warm.map(({ answersS }) => answersS)
  return [
    figure({
      name: 'npm start in a fresh clone, cold caches',
      unit: 's',
      measured: cold.answersS,
      reference: { label: 'warm, median', value: median(warmS) },
      target: atMost(cold.answersS, coldLimitS, `at most ${String(coldLimitS)} s`),
      notes: cold.lines,
    }),
    figure({
      name: 'npm start again, warm',
      unit: 's',
      measured: median(warmS),
      reference: { label: 'cold', value: cold.answersS },
      target: atMost(Math.max(...warmS), warmLimitS, `each at most ${String(warmLimitS)} s`),
      samples: [{ label: 'warm', values: warmS }],
      notes: warm.at(-1)?.lines ?? [],
    }),
  ]
}

async function measureOnce(
  bench: Bench,
  directory: string,
  environment: NodeJS.ProcessEnv,
  port: number,
): Promise<Start> {
  const startedMs = performance.now()
  const launcher = launch({ file: 'npm', args: ['start'], directory, environment })
  const stop = bench.cleanups.add(() => launcher.stop('SIGINT'))
  const url = `http://127.0.0.1:${String(port)}/sign-in`
  while (!(await answers(url))) {
    launcher.requireRunning()
    if (performance.now() - startedMs > giveUpMs) {
      throw new Error(`npm start took too long.\n${launcher.output()}`)
    }
    await delay(pollMs)
  }
  const answersS = (performance.now() - startedMs) / 1_000
  // The console may answer before the agent; stopping in between would measure something else.
  while (!launcher.output().includes('Data directory')) {
    launcher.requireRunning()
    await delay(pollMs)
  }
  const lines = launcher
    .output()
    .split('\n')
    .filter((line) => line.includes('✓'))
    .map((line) => line.trim())
  await stop()
  return { answersS, lines }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) })
    await response.arrayBuffer()
    return response.ok
  } catch {
    return false
  }
}
