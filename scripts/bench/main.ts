import { parseArgs } from 'node:util'
import { Cleanups, type Bench } from './bench.ts'
import { measureAllowedIps } from './allowed-ips.ts'
import { measureCreate } from './create.ts'
import type { Figure } from './figure.ts'
import { measureIam } from './iam.ts'
import { measureList } from './list.ts'
import { measureMemory } from './memory.ts'
import { measureProxy } from './proxy.ts'
import { lookAround, renderReport } from './report.ts'
import { measureSettings } from './settings.ts'
import { measureStart } from './start.ts'

const usage = `Measures Holdfast on this machine. Close everything else first.

  npm run bench                            everything, about an hour and a half
  npm run bench -- --only create,proxy     of create, proxy, start, list, settings,
                                           iam, allowed-ips, memory
  npm run bench -- --runs 10               creations of each engine (10), rounds of pgbench (3),
                                           warm starts (3)
  npm run bench -- --seconds 10            length of a round of pgbench
  npm run bench -- --minutes 30            how long memory is watched
  npm run -s bench -- --json > file        the result as JSON`

const measurements: Readonly<Record<string, (bench: Bench) => Promise<Figure[]>>> = {
  create: measureCreate,
  proxy: measureProxy,
  start: measureStart,
  list: measureList,
  settings: measureSettings,
  iam: measureIam,
  'allowed-ips': measureAllowedIps,
  memory: measureMemory,
}

interface Options {
  only: string[]
  runs: number | null
  roundSeconds: number
  minutes: number
  json: boolean
}

function parseOptions(): Options | null {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      runs: { type: 'string' },
      seconds: { type: 'string', default: '10' },
      minutes: { type: 'string', default: '30' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return null
  const only = values.only?.split(',') ?? Object.keys(measurements)
  for (const name of only) {
    if (!(name in measurements)) throw new Error(`There is no measurement ${name}.\n\n${usage}`)
  }
  return {
    only,
    runs: values.runs === undefined ? null : wholeNumber('runs', values.runs),
    roundSeconds: wholeNumber('seconds', values.seconds),
    minutes: wholeNumber('minutes', values.minutes),
    json: values.json,
  }
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value > 0) return value
  throw new Error(`--${name} must be a whole number above 0.\n\n${usage}`)
}

/** Progress goes beside the result, so that the result can be piped. */
function say(text: string): void {
  process.stderr.write(`  … ${text}\n`)
}

async function main(options: Options): Promise<void> {
  const surroundings = lookAround(new Date())
  const figures: Figure[] = []
  const failures: { measurement: string; message: string }[] = []
  let cleanups = new Cleanups()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      say('stopping what was started')
      void cleanups.runAll().finally(() => process.exit(130))
    })
  }
  for (const measurement of options.only) {
    cleanups = new Cleanups()
    const { runs, roundSeconds, minutes } = options
    try {
      const measure = measurements[measurement]
      figures.push(...((await measure?.({ runs, roundSeconds, minutes, say, cleanups })) ?? []))
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      failures.push({ measurement, message })
      process.exitCode = 1
      say(`${measurement} failed: ${message}`)
    } finally {
      await cleanups.runAll()
    }
  }
  const text = options.json
    ? `${JSON.stringify({ surroundings, figures, failures }, null, 2)}\n`
    : renderReport(surroundings, figures)
  process.stdout.write(text)
  if (failures.length > 0) {
    process.stderr.write(`Not measured: ${failures.map((one) => one.measurement).join(', ')}\n`)
  }
}

const options = parseOptions()
if (options === null) process.stdout.write(`${usage}\n`)
else await main(options)
