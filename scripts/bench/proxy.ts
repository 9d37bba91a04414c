import { appendFile, chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { layoutOf } from '@/agent/engines/layout.ts'
import type { EnginePack } from '@/agent/packs/pack.ts'
import { generatePassword } from '@/lib/crypto/passwords.ts'
import { nodeDirectory } from '@/lib/paths/paths.ts'
import type { Bench } from './bench.ts'
import { askControl, readAuthority } from './control.ts'
import { atLeast, atMost, figure, type Figure } from './figure.ts'
import { startHoldfast, type Holdfast } from './holdfast.ts'
import { waitForIdle } from './idle.ts'
import { parseRound, runPgbench, type PgbenchRound, type PgbenchTarget } from './pgbench.ts'
import { median } from './stats.ts'

const scale = 10
const warmUpSeconds = 3
const selectOnly = ['-S']
/** The least work a query for the engine, so the most that an endpoint can weigh. */
const prepared = ['-M', 'prepared']
const eightClients = ['-c', '8', '-j', '2']
const oneClient = ['-c', '1', '-j', '1']

interface Rounds {
  direct: PgbenchRound[]
  endpoint: PgbenchRound[]
}

/** What the endpoint costs: pgbench through it against pgbench on the engine's own port. */
export async function measureProxy(bench: Bench): Promise<Figure[]> {
  const holdfast = await startHoldfast(bench)
  const { pack, direct, endpoint } = await createTargets(holdfast)
  bench.say(`proxy: filling at scale ${String(scale)}`)
  await runPgbench(pack, direct, ['-i', '-q', '-s', String(scale)])
  const packIds = holdfast.packs.filter(({ product }) => product !== 'haproxy').map(({ id }) => id)
  await waitForIdle(holdfast.paths.pool, packIds)

  const round = async (target: PgbenchTarget, args: readonly string[], seconds: number) =>
    parseRound(await runPgbench(pack, target, ['-n', '-T', String(seconds), ...args]))
  const alternate = async (label: string, args: readonly string[]): Promise<Rounds> => {
    const rounds: Rounds = { direct: [], endpoint: [] }
    for (const target of [direct, endpoint]) await round(target, args, warmUpSeconds)
    for (let index = 0; index < (bench.runs ?? 3); index += 1) {
      bench.say(`proxy: ${label}, round ${String(index + 1)}`)
      rounds.direct.push(await round(direct, args, bench.roundSeconds))
      rounds.endpoint.push(await round(endpoint, args, bench.roundSeconds))
    }
    return rounds
  }
  const reads = await alternate('select-only, 8 clients', [...selectOnly, ...eightClients])
  const harshest = await alternate('select-only, prepared, 8 clients', [
    ...selectOnly,
    ...prepared,
    ...eightClients,
  ])
  const writes = await alternate('TPC-B, 8 clients', eightClients)
  const single = await alternate('select-only, 1 client', [...selectOnly, ...oneClient])
  await holdfast.stop()
  return [
    throughput('pgbench select-only, 8 clients', reads, 0.6),
    throughput('pgbench select-only, prepared, 8 clients', harshest, 0.6),
    throughput('pgbench TPC-B, 8 clients', writes, 0.7),
    latency('pgbench select-only, 1 client, latency', single, 0.1),
  ]
}

function throughput(name: string, { direct, endpoint }: Rounds, least: number): Figure {
  const through = endpoint.map(({ tps }) => tps)
  const straight = direct.map(({ tps }) => tps)
  const measured = median(through)
  const value = median(straight)
  return figure({
    name,
    unit: 'tps',
    measured,
    reference: { label: 'direct', value },
    target: atLeast(measured / value, least, `ratio at least ${String(least)}`),
    samples: [
      { label: 'through the endpoint', values: through },
      { label: 'direct', values: straight },
    ],
  })
}

function latency(name: string, { direct, endpoint }: Rounds, mostMs: number): Figure {
  const through = endpoint.map(({ latencyMs }) => latencyMs)
  const straight = direct.map(({ latencyMs }) => latencyMs)
  const measured = median(through)
  const value = median(straight)
  const addedMs = measured - value
  return figure({
    name,
    unit: 'ms',
    measured,
    reference: { label: 'direct', value },
    target: atMost(
      addedMs,
      mostMs,
      `adds at most ${String(mostMs)} ms; adds ${addedMs.toFixed(3)} ms`,
    ),
    samples: [
      { label: 'through the endpoint', values: through },
      { label: 'direct', values: straight },
    ],
  })
}

/** Engines let users in from endpoints only, and pgbench cannot choose where it connects from. */
async function admitDirectly(directory: string, user: string): Promise<void> {
  const { conf, data } = layoutOf(directory)
  await appendFile(join(conf, 'pg_hba.conf'), `hostssl all "${user}" 127.0.0.1/32 scram-sha-256\n`)
  const [pid] = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n')
  process.kill(Number(pid), 'SIGHUP')
}

/** A new PostgreSQL 17, seen through its endpoint and on the loopback port of its node. */
export async function createTargets(holdfast: Holdfast): Promise<{
  instanceId: string
  pack: EnginePack
  direct: PgbenchTarget
  endpoint: PgbenchTarget
}> {
  const { api, paths, databaseUrl } = holdfast
  const pack = holdfast.packs.find(
    ({ product, version }) => product === 'postgresql' && version === '17',
  )
  if (pack === undefined) throw new Error('PostgreSQL 17 is not available.')
  const user = 'bench'
  const password = generatePassword()
  const { id } = await api.create({
    name: 'bench-proxy',
    engine: 'PostgreSQL-17',
    nodeType: 'db-dev-s',
    userName: user,
    password,
  })
  const { port } = await api.waitForEndpoint(id, 100)
  const [node] = await askControl<{ id: string; port: number }>(
    databaseUrl,
    'SELECT id, port FROM node WHERE instance_id = $1',
    [id],
  )
  if (node === undefined) throw new Error('The instance has no node.')
  await admitDirectly(nodeDirectory(paths, id, node.id), user)
  const authorityFile = join(paths.dataDir, 'bench-authority.pem')
  await writeFile(authorityFile, await readAuthority(databaseUrl))
  await chmod(authorityFile, 0o644)
  const common = { user, password, database: 'rdb', authorityFile }
  return {
    instanceId: id,
    pack,
    direct: { ...common, port: node.port },
    endpoint: { ...common, port },
  }
}
