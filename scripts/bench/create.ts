import { join } from 'node:path'
import type { EnginePack } from '@/agent/packs/pack.ts'
import { waitUntil } from '@/agent/process/ready.ts'
import { generatePassword } from '@/lib/crypto/passwords.ts'
import type { Bench } from './bench.ts'
import { readAuthority, readCreation, readFailure, type RecordedStep } from './control.ts'
import { atMost, figure, type Figure } from './figure.ts'
import { prepareFloor } from './floor.ts'
import { startHoldfast, type Holdfast } from './holdfast.ts'
import { waitForIdle } from './idle.ts'
import { selectOne } from './select-one.ts'
import { median, worst } from './stats.ts'

const nodeType = 'db-dev-s'
const userName = 'bench'
const allowedFactor = 1.5
const allowedExtraS = 0.3
/** Often enough to see the moment, with pauses in which the engine has the cores for itself. */
const pollMs = 20
const slowPollMs = 1_000
/** More than the pool holds prepared, so that the last ones find it empty. */
const backToBack = 4

interface Creation {
  id: string
  /** From the request being sent to the answer of the first query, seconds. */
  tookS: number
  /** How long the operation took by its own record, seconds. */
  operationS: number
  asked: number
  steps: RecordedStep[]
}

/** Create call to first `select 1` through the endpoint, against copy and start of the bare engine. */
export async function measureCreate(bench: Bench): Promise<Figure[]> {
  const holdfast = await startHoldfast(bench)
  const authorityPem = await readAuthority(holdfast.databaseUrl)
  const figures: Figure[] = []
  for (const [engine, pack] of enginesOf(holdfast)) {
    figures.push(...(await measureEngine(bench, holdfast, { engine, pack, authorityPem })))
  }
  await holdfast.stop()
  return figures
}

/** What is measured, by its name in the API, with the pack that Holdfast runs it with. */
function enginesOf({ packs }: Holdfast): [string, EnginePack][] {
  const find = (product: string, version?: string) =>
    packs.find((pack) => pack.product === product && (version ?? pack.version) === pack.version)
  const mysql = find('mysql')
  const found: [string, EnginePack | undefined][] = [
    ['PostgreSQL-17', find('postgresql', '17')],
    ['PostgreSQL-18', find('postgresql', '18')],
    [`MySQL-${mysql?.version ?? ''}`, mysql],
  ]
  return found.map(([name, pack]) => {
    if (pack === undefined) throw new Error(`The engine ${name} is not available.`)
    return [name, pack]
  })
}

interface Subject {
  engine: string
  pack: EnginePack
  authorityPem: string
}

async function measureEngine(
  bench: Bench,
  holdfast: Holdfast,
  subject: Subject,
): Promise<Figure[]> {
  const { engine, pack } = subject
  const runs = bench.runs ?? 10
  const directory = join(holdfast.paths.dataDir, 'bench', engine)
  const floor = await prepareFloor({ bench, pack, directory, nodeType })
  const packIds = holdfast.packs.filter(({ product }) => product !== 'haproxy').map(({ id }) => id)
  const idle = (): Promise<number> => waitForIdle(holdfast.paths.pool, packIds)
  const floors: { copyMs: number; startMs: number; totalMs: number }[] = []
  const creations: Creation[] = []
  const idleMs: number[] = []
  for (let index = 0; index < runs; index += 1) {
    bench.say(`create ${engine}: run ${String(index + 1)} of ${String(runs)}`)
    await idle()
    floors.push(await floor.measure())
    idleMs.push(await idle())
    creations.push(await createAndDelete(holdfast, subject, pollMs))
  }
  bench.say(`create ${engine}: asked only once a second`)
  const unhurried: Creation[] = []
  for (let index = 0; index < Math.min(3, runs); index += 1) {
    await idle()
    unhurried.push(await createAndDelete(holdfast, subject, slowPollMs))
  }
  bench.say(`create ${engine}: ${String(backToBack)} back to back`)
  await idle()
  const hurried = await createInARow(holdfast, subject)

  const floorS = floors.map(({ totalMs }) => totalMs / 1_000)
  const reference = { label: 'copy + start, median', value: median(floorS) }
  const limitS = reference.value * allowedFactor + allowedExtraS
  const target = (value: number) =>
    atMost(value, limitS, `at most 1.5 × floor + 0.3 s = ${limitS.toFixed(3)} s`)
  const tookS = creations.map((creation) => creation.tookS)
  return [
    figure({
      name: `create ${engine}, median of ${String(runs)}`,
      unit: 's',
      measured: median(tookS),
      reference,
      target: target(median(tookS)),
      samples: [
        { label: 'create', values: tookS },
        { label: 'floor', values: floorS },
        { label: 'floor, copy', values: floors.map(({ copyMs }) => copyMs / 1_000) },
        { label: 'floor, start', values: floors.map(({ startMs }) => startMs / 1_000) },
        { label: 'operation by its record', values: creations.map((one) => one.operationS) },
        {
          label: 'operation by its record, asked once a second',
          values: unhurried.map((one) => one.operationS),
        },
      ],
      notes: [
        `asked ${String(median(creations.map(({ asked }) => asked)))} times (median), ` +
          `${String(pollMs)} ms after each answer`,
        `steps, median ms: ${describeSteps(creations)}`,
        `idle before each run until the pool is full and the disk quiet: median ` +
          `${(median(idleMs) / 1_000).toFixed(1)} s`,
      ],
    }),
    figure({
      name: `create ${engine}, worst of ${String(runs)}`,
      unit: 's',
      measured: worst(tookS),
      reference,
      target: target(worst(tookS)),
      notes: [`worst floor: ${worst(floorS).toFixed(3)} s`],
    }),
    figure({
      name: `create ${engine}, worst of ${String(backToBack)} back to back`,
      unit: 's',
      measured: worst(hurried.map((one) => one.tookS)),
      reference,
      samples: [
        { label: 'took a prepared directory', values: tookOf(hurried, true) },
        { label: 'found the pool empty', values: tookOf(hurried, false) },
      ],
    }),
  ]
}

function tookOf(creations: readonly (Creation & { isPrepared: boolean })[], isPrepared: boolean) {
  return creations.filter((one) => one.isPrepared === isPrepared).map(({ tookS }) => tookS)
}

async function createAndDelete(
  holdfast: Holdfast,
  subject: Subject,
  pauseMs: number,
): Promise<Creation> {
  const creation = await create(holdfast, subject, pauseMs)
  await holdfast.api.remove(creation.id)
  return creation
}

/** One creation right after the other; those after the first ones find nothing prepared. */
async function createInARow(
  holdfast: Holdfast,
  subject: Subject,
): Promise<(Creation & { isPrepared: boolean })[]> {
  const creations: (Creation & { isPrepared: boolean })[] = []
  for (let index = 0; index < backToBack; index += 1) {
    const creation = await create(holdfast, subject, pollMs)
    const prepare = creation.steps.find(({ name }) => name === 'prepare-data')
    const isPrepared = prepare?.message?.includes('prepared') ?? false
    creations.push({ ...creation, isPrepared })
  }
  for (const { id } of creations) await holdfast.api.remove(id)
  return creations
}

async function create(
  holdfast: Holdfast,
  { engine, pack, authorityPem }: Subject,
  pauseMs: number,
): Promise<Creation> {
  const { api } = holdfast
  const password = generatePassword()
  const name = `bench-${Math.random().toString(36).slice(2, 10)}`
  const startedMs = performance.now()
  const { id } = await api.create({ name, engine, nodeType, userName, password })
  const { host, port, asked } = await api
    .waitForEndpoint(id, pauseMs)
    .catch(async (cause: Error) => {
      const why = await readFailure(holdfast.databaseUrl, id)
      throw new Error(`${cause.message}\n  ${why}`, { cause })
    })
  await selectOne(pack.product === 'mysql' ? 'mysql' : 'postgresql', {
    host,
    port,
    user: userName,
    password,
    database: 'rdb',
    authorityPem,
  })
  const tookS = (performance.now() - startedMs) / 1_000
  const recorded = await waitUntil(
    async () => {
      const found = await readCreation(holdfast.databaseUrl, id)
      return found.tookMs > 0 ? found : null
    },
    { timeoutMs: 10_000, intervalMs: 100, label: 'the operation to end' },
  )
  return { id, tookS, operationS: recorded.tookMs / 1_000, asked, steps: recorded.steps }
}

function describeSteps(creations: readonly Creation[]): string {
  const names = creations[0]?.steps.map(({ name }) => name) ?? []
  return names
    .map((name) => {
      const values = creations.flatMap(({ steps }) =>
        steps.filter((step) => step.name === name).map(({ tookMs }) => tookMs),
      )
      return `${name} ${median(values).toFixed(0)}`
    })
    .join(', ')
}
