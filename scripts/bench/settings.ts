import { setTimeout as delay } from 'node:timers/promises'
import { join } from 'node:path'
import type { EnginePack } from '@/agent/packs/pack.ts'
import { waitUntil } from '@/agent/process/ready.ts'
import { generatePassword } from '@/lib/crypto/passwords.ts'
import type { Bench } from './bench.ts'
import { readAuthority } from './control.ts'
import { atMost, figure, type Figure } from './figure.ts'
import { startBareEngine, type BareEngine } from './floor.ts'
import { startHoldfast, type Holdfast } from './holdfast.ts'
import { askOne, type Target } from './select-one.ts'
import { median, p95, worst } from './stats.ts'

const nodeType = 'db-dev-s'
const userName = 'bench'
const limitS = 2
const effectiveWithinMs = 30_000
/** Between two connections that look whether the value is there; the same on both sides. */
const pauseMs = 5

/** What is changed, and how a new session of anybody sees it. */
const subjects = {
  postgresql: {
    name: 'deadlock_timeout',
    first: 1_001,
    sql: 'show deadlock_timeout',
    shown: (value: string) => `${value}ms`,
  },
  mysql: {
    name: 'max_connections',
    first: 201,
    sql: 'select @@global.max_connections',
    shown: (value: string) => value,
  },
} as const

/** A hot setting saved → effective for a new session through the endpoint, against doing it by hand. */
export async function measureSettings(bench: Bench): Promise<Figure[]> {
  const holdfast = await startHoldfast(bench)
  const authorityPem = await readAuthority(holdfast.databaseUrl)
  const figures: Figure[] = []
  for (const [engine, product, version] of [
    ['PostgreSQL-17', 'postgresql', '17'],
    ['MySQL', 'mysql', null],
  ] as const) {
    const pack = holdfast.packs.find(
      (known) => known.product === product && (version ?? known.version) === known.version,
    )
    if (pack === undefined) throw new Error(`The engine ${engine} is not available.`)
    const name = version === null ? `MySQL-${pack.version}` : engine
    figures.push(await measureEngine(bench, holdfast, { name, pack, authorityPem }))
  }
  await holdfast.stop()
  return figures
}

async function measureEngine(
  bench: Bench,
  holdfast: Holdfast,
  { name, pack, authorityPem }: { name: string; pack: EnginePack; authorityPem: string },
): Promise<Figure> {
  const runs = bench.runs ?? 20
  const engine = pack.product === 'mysql' ? 'mysql' : 'postgresql'
  const subject = subjects[engine]
  const password = generatePassword()
  const { id } = await holdfast.api.create({
    name: `bench-${engine}`,
    engine: name,
    nodeType,
    userName,
    password,
  })
  const { host, port } = await holdfast.api.waitForEndpoint(id, 100)
  const target = { host, port, user: userName, password, database: 'rdb', authorityPem }
  const bare = await startBareEngine({
    bench,
    pack,
    directory: join(holdfast.paths.dataDir, 'bench', `settings-${engine}`),
    nodeType,
  })
  const saved: number[] = []
  const byHand: number[] = []
  for (let index = 0; index < runs; index += 1) {
    bench.say(`settings ${name}: run ${String(index + 1)} of ${String(runs)}`)
    const value = String(subject.first + index)
    byHand.push(await changeByHand(bare, subject.name, value, subject.shown(value), subject.sql))
    await isReady(holdfast, id)
    const startedMs = performance.now()
    await holdfast.api.addSetting(id, { name: subject.name, value })
    await isEffective(engine, target, subject.sql, subject.shown(value))
    saved.push((performance.now() - startedMs) / 1_000)
  }
  await holdfast.api.remove(id)
  const measured = p95(saved)
  return figure({
    name: `settings ${name}, hot setting saved → effective, p95 of ${String(runs)}`,
    unit: 's',
    measured,
    reference: { label: 'reload by hand, p95', value: p95(byHand) },
    target: atMost(measured, limitS, `at most ${String(limitS)} s`),
    samples: [
      { label: 'saved', values: saved },
      { label: 'by hand', values: byHand },
    ],
    notes: [
      `median ${median(saved).toFixed(3)} s, worst ${worst(saved).toFixed(3)} s; ` +
        `by hand ${median(byHand).toFixed(3)} s and ${worst(byHand).toFixed(3)} s`,
      `${subject.name}; a new connection every ${String(pauseMs)} ms looks for the value`,
    ],
  })
}

/** The file and the reload, or SET GLOBAL, as an administrator of a bare engine does it. */
async function changeByHand(
  { driver, spec, certificate, target }: BareEngine,
  name: string,
  value: string,
  shown: string,
  sql: string,
): Promise<number> {
  const startedMs = performance.now()
  await driver.configure({ ...spec, settings: [{ name, value }] }, certificate)
  const statement =
    driver.engine === 'mysql' ? `set global ${name} = ${value}` : 'select pg_reload_conf()'
  await askOne(driver.engine, target, statement)
  await isEffective(driver.engine, target, sql, shown)
  return (performance.now() - startedMs) / 1_000
}

async function isEffective(
  engine: 'postgresql' | 'mysql',
  target: Target,
  sql: string,
  expected: string,
): Promise<void> {
  const deadline = performance.now() + effectiveWithinMs
  for (;;) {
    if ((await askOne(engine, target, sql)) === expected) return
    if (performance.now() > deadline) throw new Error(`${expected} has not become effective.`)
    await delay(pauseMs)
  }
}

async function isReady(holdfast: Holdfast, id: string): Promise<void> {
  await waitUntil(async () => (await holdfast.api.get(id)).status === 'ready', {
    timeoutMs: effectiveWithinMs,
    intervalMs: 50,
    label: 'the instance to be ready',
  })
}
