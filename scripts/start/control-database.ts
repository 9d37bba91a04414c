import { randomBytes } from 'node:crypto'
import { readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import type { EnginePack } from '@/agent/packs/pack.ts'
import type { PackRegistry } from '@/agent/packs/registry.ts'
import { makeEngineDirectory, writeEngineFile } from '@/agent/process/files.ts'
import { findAllIn, type ProcessRef } from '@/agent/process/find.ts'
import { engineIdentity } from '@/agent/process/identity.ts'
import { waitUntil } from '@/agent/process/ready.ts'
import { startDetached } from '@/agent/process/spawn.ts'
import { killAllIn, stopProcess } from '@/agent/process/stop.ts'
import { runEngineTool } from '@/agent/process/tool.ts'
import type { Paths } from '@/lib/paths/paths.ts'
import { accessRules, chooseSeries, serverSettings } from './control-database-settings.ts'
import { freeControlPort, whyPortIsRefused } from './ports.ts'
import { keptSecret } from './secrets.ts'
import { CannotStart } from './start-error.ts'

const userName = 'holdfast'
const databaseName = 'holdfast'
const initTimeoutMs = 120_000
const readyTimeoutMs = 120_000
const stopLadder = [
  { signal: 'SIGINT', waitMs: 30_000 },
  { signal: 'SIGQUIT', waitMs: 10_000 },
] as const

export interface ControlDatabase {
  url: string
  ref: ProcessRef
  release: string
  isAdopted: boolean
}

interface Layout {
  data: string
  log: string
  portFile: string
  outputFile: string
}

function layoutOf(paths: Paths): Layout {
  const root = paths.controlDatabase
  return {
    data: join(root, 'data'),
    log: join(root, 'log'),
    portFile: join(root, 'port'),
    outputFile: join(root, 'log', 'output.log'),
  }
}

/**
 * Starts the embedded control database, or adopts the one that runs in the data directory.
 *
 * It listens on one loopback port that stays the same, with a password that only this installation
 * knows, and is always run by the release series that it was initialised with. It outlives the
 * launcher. Throws `CannotStart` with the reason and its last output.
 */
export async function startControlDatabase(
  paths: Paths,
  registry: PackRegistry,
): Promise<ControlDatabase> {
  const layout = layoutOf(paths)
  const password = await keptSecret(paths, 'control-database.password')
  const series = await readFile(join(layout.data, 'PG_VERSION'), 'utf8').catch(() => null)
  const pack = choosePack(registry, series?.trim() ?? null)
  await makeEngineDirectory(layout.log)
  if (series === null) await initialise(pack, paths, layout, password)
  const running = await findRunning(layout)
  const port = running === null ? await choosePort(layout) : await readPort(layout)
  if (port === null) throw new CannotStart(`The file ${layout.portFile} is missing or damaged.`)
  const ref = running ?? (await launch(pack, layout, port))
  const url = addressOf(port, password, databaseName)
  await waitUntilReady(layout, ref, addressOf(port, password, 'postgres'))
  await ensureDatabase(addressOf(port, password, 'postgres'))
  return { url, ref, release: pack.release, isAdopted: running !== null }
}

/** Stops the embedded control database cleanly; harmless when it does not run. */
export async function stopControlDatabase(paths: Paths): Promise<void> {
  const layout = layoutOf(paths)
  await stopProcess(await findRunning(layout), { ladder: stopLadder, directory: layout.data })
}

function choosePack(registry: PackRegistry, series: string | null): EnginePack {
  const pack = chooseSeries(registry.packs, series)
  if (pack !== null) return pack
  const reasons = registry.unavailable
    .filter(({ product, version }) => product === 'postgresql' && version === (series ?? version))
    .map(({ version, reason }) => `\n  PostgreSQL ${version}: ${reason}`)
  throw new CannotStart(
    `The control database needs PostgreSQL${series === null ? '' : ` ${series}`}, ` +
      `which is not available.${reasons.join('')}\n` +
      'Install it or mend the reason, or set DATABASE_URL to a PostgreSQL server of your own.',
  )
}

async function initialise(
  pack: EnginePack,
  paths: Paths,
  layout: Layout,
  password: string,
): Promise<void> {
  const building = join(paths.controlDatabase, 'data.new')
  const passwordFile = join(layout.log, `.${randomBytes(6).toString('hex')}`)
  await rm(building, { recursive: true, force: true })
  await makeEngineDirectory(building)
  await writeEngineFile(passwordFile, `${password}\n`)
  try {
    const locale =
      Number(pack.version) >= 17
        ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
        : ['--locale=C']
    await runEngineTool({
      file: programOf(pack, 'initdb'),
      args: [
        `--pgdata=${building}`,
        `--username=${userName}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--data-checksums',
        ...locale,
      ],
      environment: { ...pack.environment },
      directory: building,
      timeoutMs: initTimeoutMs,
      isBackground: false,
    })
    await writeEngineFile(join(building, 'pg_hba.conf'), accessRules)
  } finally {
    await rm(passwordFile, { force: true })
  }
  await rename(building, layout.data)
}

function programOf(pack: EnginePack, name: string): string {
  const path = pack.executables[name]
  if (path === undefined) throw new Error(`The engine pack ${pack.id} has no program ${name}.`)
  return path
}

/** The server of this data directory, known by its working directory whatever binary it runs. */
async function findRunning({ data }: Layout): Promise<ProcessRef | null> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number(text.split('\n')[0])
  return (await findAllIn(data)).find((process) => process.pid === pid) ?? null
}

async function readPort({ portFile }: Layout): Promise<number | null> {
  const port = Number(await readFile(portFile, 'utf8').catch(() => ''))
  return Number.isInteger(port) && port > 0 ? port : null
}

async function choosePort(layout: Layout): Promise<number> {
  const remembered = await readPort(layout)
  if (remembered !== null && (await whyPortIsRefused('127.0.0.1', remembered)) === null) {
    return remembered
  }
  const port = await freeControlPort(layout.data)
  await writeEngineFile(layout.portFile, `${String(port)}\n`)
  return port
}

async function launch(pack: EnginePack, layout: Layout, port: number): Promise<ProcessRef> {
  // Leftovers of a killed server must be gone before another one may write here.
  await killAllIn(layout.data)
  await rm(join(layout.data, 'postmaster.pid'), { force: true })
  await writeEngineFile(
    join(layout.data, 'postgresql.conf'),
    serverSettings({ port, logDirectory: layout.log }),
  )
  await rm(layout.outputFile, { force: true })
  return startDetached(
    {
      file: programOf(pack, 'postgres'),
      args: ['-D', layout.data],
      environment: { ...pack.environment },
      directory: layout.data,
      outputFile: layout.outputFile,
    },
    await engineIdentity(),
  )
}

async function waitUntilReady(layout: Layout, ref: ProcessRef, url: string): Promise<void> {
  let lastReason = ''
  try {
    await waitUntil(
      async () => {
        const reason = await whyNotReady(url)
        if (reason === null) return true
        lastReason = reason
        const family = await findAllIn(layout.data)
        if (!family.some(({ pid }) => pid === ref.pid)) throw new Error('it ended at once')
        return false
      },
      { timeoutMs: readyTimeoutMs, intervalMs: 25 },
    )
  } catch (cause) {
    const output = await readFile(layout.outputFile, 'utf8').catch(() => '')
    const lines = output.trim().split('\n').slice(-10).join('\n  ')
    throw new CannotStart(
      `The control database does not answer: ${lastReason}. Its logs are in ${layout.log}.\n  ${lines}`,
      { cause },
    )
  }
}

/** Why a database does not answer a query, in the server's words; null when it does. */
export async function whyNotReady(url: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
    return null
  } catch (error) {
    return error instanceof Error && error.message !== '' ? error.message : String(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [
      databaseName,
    ])
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(databaseName)}`)
  } finally {
    await client.end()
  }
}

function addressOf(port: number, password: string, database: string): string {
  return `postgresql://${userName}:${password}@127.0.0.1:${String(port)}/${database}`
}
