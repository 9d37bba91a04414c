import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { generatePassword } from '@/lib/crypto/passwords.ts'
import { endpointDirectory, nodeDirectory } from '@/lib/paths/paths.ts'
import type { Bench } from './bench.ts'
import { askControl } from './control.ts'
import { atMost, figure, type Figure } from './figure.ts'
import { startHoldfast, type Holdfast } from './holdfast.ts'
import { waitForIdle } from './idle.ts'
import { memoryIn, type Memory } from './process-memory.ts'
import { median, slope } from './stats.ts'

const intervalMs = 60_000
/** What was loaded for creating the instances may be given back first. */
const settleMs = 60_000
/** Garbage collection moves every single value; the middle of a third of them must not grow more. */
const allowedGrowth = 1.05
const megabyte = 1e6

interface Part {
  name: string
  directory: string
}

/** What Holdfast itself takes at rest with two instances, watched over a while. */
export async function measureMemory(bench: Bench): Promise<Figure[]> {
  const holdfast = await startHoldfast(bench)
  const { paths } = holdfast
  const mysql = holdfast.packs.find(({ product }) => product === 'mysql')
  if (mysql === undefined) throw new Error('MySQL is not available.')
  const engines = ['PostgreSQL-17', `MySQL-${mysql.version}`]
  const own: Part[] = [
    { name: 'console', directory: join(paths.run, 'console') },
    { name: 'agent', directory: join(paths.run, 'agent') },
    { name: 'control database', directory: paths.controlDatabase },
  ]
  const others: Part[] = []
  for (const engine of engines) others.push(...(await createInstance(holdfast, engine)))
  const packIds = holdfast.packs.filter(({ product }) => product !== 'haproxy').map(({ id }) => id)
  await waitForIdle(paths.pool, packIds)
  await delay(settleMs)

  const samples = new Map<string, Memory[]>()
  for (let minute = 0; minute <= bench.minutes; minute += 1) {
    if (minute > 0) await delay(intervalMs)
    bench.say(`memory: minute ${String(minute)} of ${String(bench.minutes)}`)
    for (const { name, directory } of [...own, ...others]) {
      samples.set(name, [...(samples.get(name) ?? []), await memoryIn(directory)])
    }
  }
  await holdfast.stop()
  const seriesOf = ({ name }: Part): Memory[] => samples.get(name) ?? []
  return [
    growth('console + agent + control database', sumOf(own.map(seriesOf))),
    ...own.map((part) => growth(part.name, seriesOf(part))),
    ...others.map((part) => stated(part.name, seriesOf(part))),
  ]
}

async function createInstance({ api, paths, databaseUrl }: Holdfast, engine: string) {
  const { id } = await api.create({
    name: `bench-${engine.toLowerCase().replaceAll('.', '-')}`,
    engine,
    nodeType: 'db-dev-s',
    userName: 'bench',
    password: generatePassword(),
  })
  await api.waitForEndpoint(id, 200)
  const [row] = await askControl<{ node: string; endpoint: string }>(
    databaseUrl,
    `SELECT n.id AS node, e.id AS endpoint
     FROM node n JOIN endpoint e USING (instance_id) WHERE n.instance_id = $1`,
    [id],
  )
  if (row === undefined) throw new Error('The instance has no node.')
  return [
    { name: `${engine}, idle`, directory: nodeDirectory(paths, id, row.node) },
    { name: `endpoint of ${engine}, idle`, directory: endpointDirectory(paths, row.endpoint) },
  ]
}

function sumOf(series: readonly Memory[][]): Memory[] {
  const [first = []] = series
  return first.map((_, index) => {
    const each = series.flatMap((one) => one[index] ?? [])
    return {
      pssBytes: each.reduce((sum, { pssBytes }) => sum + pssBytes, 0),
      rssBytes: each.reduce((sum, { rssBytes }) => sum + rssBytes, 0),
      processes: each.reduce((sum, { processes }) => sum + processes, 0),
    }
  })
}

/** First against last; whether it grows is judged by the first and the last third of the samples. */
function growth(name: string, series: readonly Memory[]): Figure {
  const pss = series.map(({ pssBytes }) => pssBytes / megabyte)
  const third = Math.max(1, Math.floor(pss.length / 3))
  const early = median(pss.slice(0, third))
  const late = median(pss.slice(-third))
  const perHour = slope(pss.map((y, x) => ({ x, y }))) * 60
  const grown = `${early.toFixed(1)} → ${late.toFixed(1)} MB`
  return figure({
    ...describe(name, series, pss),
    reference: { label: 'first sample', value: pss[0] ?? 0 },
    target: atMost(late, early * allowedGrowth, `no growth; thirds ${grown}`),
    notes: [
      `slope ${perHour >= 0 ? '+' : ''}${perHour.toFixed(2)} MB an hour over ` +
        `${String(series.length - 1)} minutes; ${describeRss(series)}`,
    ],
  })
}

function stated(name: string, series: readonly Memory[]): Figure {
  const pss = series.map(({ pssBytes }) => pssBytes / megabyte)
  return figure({ ...describe(name, series, pss), notes: [describeRss(series)] })
}

function describe(
  name: string,
  series: readonly Memory[],
  pss: readonly number[],
): Pick<Figure, 'name' | 'unit' | 'measured' | 'samples'> {
  return {
    name: `memory of ${name}, PSS`,
    unit: 'MB',
    measured: pss.at(-1) ?? 0,
    samples: [
      { label: 'PSS each minute', values: pss },
      { label: 'RSS each minute', values: series.map(({ rssBytes }) => rssBytes / megabyte) },
    ],
  }
}

function describeRss(series: readonly Memory[]): string {
  const last = series.at(-1)
  if (last === undefined) return 'nothing measured'
  return `RSS ${(last.rssBytes / megabyte).toFixed(1)} MB in ${String(last.processes)} processes`
}
