import { setTimeout as delay } from 'node:timers/promises'
import { attempt } from '@/agent/endpoints/testing.ts'
import { ask, tell } from '@/agent/endpoints/haproxy/runtime-socket.ts'
import { files } from '@/agent/endpoints/haproxy/configuration.ts'
import { endpointDirectory } from '@/lib/paths/paths.ts'
import type { Bench } from './bench.ts'
import { askControl } from './control.ts'
import { atLeast, atMost, figure, type Figure } from './figure.ts'
import { startHoldfast, type Holdfast } from './holdfast.ts'
import { parseRound, runPgbench, type PgbenchTarget } from './pgbench.ts'
import { createTargets } from './proxy.ts'
import { median, p95, worst } from './stats.ts'

const changes = 20
const limitMs = 1_000
const leastRatio = 0.98
const enforcedWithinMs = 20_000
const own = '127.0.0.1/32'
const guest = '127.0.0.9'
const selectOnly = ['-S', '-c', '8', '-j', '2']

/** How soon a change of the allowed IPs holds, and what fifty rules cost those who are connected. */
export async function measureAllowedIps(bench: Bench): Promise<Figure[]> {
  const holdfast = await startHoldfast(bench)
  const { instanceId, endpoint, pack } = await createTargets(holdfast)
  const enforcement = await measureEnforcement(bench, holdfast, instanceId, endpoint.port)
  await runPgbench(pack, endpoint, ['-i', '-q', '-s', '10'])
  const throughput = await measureThroughput(bench, holdfast, instanceId, endpoint, (target) =>
    runPgbench(pack, target, ['-n', '-T', String(bench.roundSeconds), ...selectOnly]),
  )
  await holdfast.stop()
  return [...enforcement, throughput]
}

async function measureEnforcement(
  bench: Bench,
  { api, paths, databaseUrl }: Holdfast,
  instanceId: string,
  port: number,
): Promise<Figure[]> {
  const [row] = await askControl<{ id: string }>(
    databaseUrl,
    'SELECT id FROM endpoint WHERE instance_id = $1',
    [instanceId],
  )
  const directory = endpointDirectory(paths, row?.id ?? '')
  const throughHoldfast = (rules: readonly string[]) => api.setAllowedIps(instanceId, rules)
  const byHand = (rules: readonly string[]) => replaceByHand(directory, rules)
  await throughHoldfast([own])
  await untilAdmitted(port, false)
  const saved: number[] = []
  const bare: number[] = []
  for (let index = 0; index < changes; index += 1) {
    bench.say(`allowed-ips: change ${String(index + 1)} of ${String(changes)}`)
    const isAdded = index % 2 === 0
    const rules = isAdded ? [own, `${guest}/32`] : [own]
    const former = isAdded ? [own] : [own, `${guest}/32`]
    saved.push(await timeUntil(port, isAdded, () => throughHoldfast(rules)))
    // Back by hand, then there by hand: the agent finds what it wants at its next look.
    await timeUntil(port, !isAdded, () => byHand(former))
    bare.push(await timeUntil(port, isAdded, () => byHand(rules)))
    await delay(300)
  }
  const reference = { label: 'bare runtime command, p95', value: p95(bare) }
  return [
    figure({
      name: `allowed-IP change saved → enforced, p95 of ${String(changes)}`,
      unit: 'ms',
      measured: p95(saved),
      reference,
      target: atMost(p95(saved), limitMs, 'at most 1 s'),
      samples: [
        { label: 'through the API, from the request being sent', values: saved },
        { label: 'bare runtime command', values: bare },
      ],
      notes: [`median ${median(saved).toFixed(1)} ms, worst ${worst(saved).toFixed(1)} ms`],
    }),
  ]
}

async function replaceByHand(directory: string, rules: readonly string[]): Promise<void> {
  const prepared = await ask(directory, `prepare map ${files.allowed}`)
  const version = /created: (\d+)/.exec(prepared)?.[1] ?? ''
  await tell(
    directory,
    ...rules.map((rule) => `add map @${version} ${files.allowed} ${rule} ${rule}`),
    `commit map @${version} ${files.allowed}`,
  )
}

async function timeUntil(
  port: number,
  isAdmitted: boolean,
  change: () => Promise<unknown>,
): Promise<number> {
  const startedMs = performance.now()
  const changed = change()
  const doneMs = await untilAdmitted(port, isAdmitted)
  await changed
  return doneMs - startedMs
}

/** Connects from the guest's address, again and again; when the wanted outcome came first. */
async function untilAdmitted(port: number, isAdmitted: boolean): Promise<number> {
  const deadline = performance.now() + enforcedWithinMs
  for (;;) {
    const target = { host: '127.0.0.1', port, localAddress: guest, speaksFirst: false }
    const made = await attempt(target)
    const atMs = performance.now()
    made.close()
    if (made.isAdmitted === isAdmitted) return atMs
    if (atMs > deadline) throw new Error('The change of the allowed IPs was not enforced.')
    await delay(1)
  }
}

async function measureThroughput(
  bench: Bench,
  { api, databaseUrl }: Holdfast,
  instanceId: string,
  target: PgbenchTarget,
  round: (target: PgbenchTarget) => Promise<string>,
): Promise<Figure> {
  const fifty = [own, ...Array.from({ length: 49 }, (_, index) => `10.${String(index)}.0.0/16`)]
  const withRules = async (rules: readonly string[]): Promise<number> => {
    await api.setAllowedIps(instanceId, rules)
    await untilEnforced(databaseUrl, instanceId)
    return parseRound(await round(target)).tps
  }
  await withRules([own])
  const one: number[] = []
  const many: number[] = []
  for (let index = 0; index < (bench.runs ?? 5); index += 1) {
    bench.say(`allowed-ips: pgbench, round ${String(index + 1)}`)
    // The order changes, so that a machine that grows slower weighs on both.
    if (index % 2 === 0) one.push(await withRules([own]))
    many.push(await withRules(fifty))
    if (index % 2 === 1) one.push(await withRules([own]))
  }
  const measured = median(many)
  const value = median(one)
  return figure({
    name: 'endpoint throughput with 50 rules, pgbench select-only, 8 clients',
    unit: 'tps',
    measured,
    reference: { label: 'one rule', value },
    target: atLeast(measured / value, leastRatio, `ratio at least ${String(leastRatio)}`),
    samples: [
      { label: 'fifty rules', values: many },
      { label: 'one rule', values: one },
    ],
  })
}

async function untilEnforced(databaseUrl: string, instanceId: string): Promise<void> {
  const deadline = performance.now() + enforcedWithinMs
  for (;;) {
    const [row] = await askControl<{ done: boolean }>(
      databaseUrl,
      'SELECT allowed_ips_observed_generation >= allowed_ips_generation AS done FROM instance WHERE id = $1',
      [instanceId],
    )
    if (row?.done) return
    if (performance.now() > deadline) throw new Error('The allowed IPs were not enforced.')
    await delay(50)
  }
}
