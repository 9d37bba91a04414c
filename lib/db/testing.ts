import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { newId } from '@/lib/ids/ids.ts'

const run = promisify(execFile)
const project = fileURLToPath(new URL('../..', import.meta.url))
const template = 'holdfast_template'

/** PostgreSQL refuses to run as root: the tests of root run it as this user of every Debian. */
const unprivileged =
  process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : ({} as { uid?: number; gid?: number })

interface Programs {
  initdb: string
  postgres: string
  environment: Readonly<Record<string, string>>
}

export interface ControlDatabase {
  /** Address of the maintenance database; `freshDatabase` takes it. */
  url: string
  /** Stops the server and removes everything that it wrote. */
  stop: () => Promise<void>
}

/**
 * Starts a throwaway PostgreSQL with a migrated template database, without durability, on a free
 * port of the loopback address. Throws when the machine has neither an engine pack nor a server.
 */
export async function startControlDatabase(): Promise<ControlDatabase> {
  const programs = await findPrograms()
  const directory = await mkdtemp(join(tmpdir(), 'holdfast-control-'))
  let server: ChildProcess | undefined
  const killServer = (): void => {
    server?.kill('SIGQUIT')
  }
  const stop = async (): Promise<void> => {
    process.off('exit', killServer)
    if (server?.exitCode === null && server.signalCode === null) {
      const ended = once(server, 'exit')
      server.kill('SIGINT')
      await ended
    }
    await rm(directory, { recursive: true, force: true })
  }
  try {
    if (unprivileged.uid !== undefined) {
      await chown(directory, unprivileged.uid, unprivileged.gid ?? unprivileged.uid)
    }
    const data = join(directory, 'data')
    const options = { ...unprivileged, cwd: '/', env: { ...process.env, ...programs.environment } }
    const initArguments = ['-D', data, '-U', 'holdfast', '--auth=trust', '--encoding=UTF8']
    await run(programs.initdb, [...initArguments, '--locale=C.UTF-8', '--no-sync'], options)
    const port = await freePort()
    server = spawn(programs.postgres, serverArguments(data, port), { ...options, stdio: 'ignore' })
    process.once('exit', killServer)
    const url = `postgresql://holdfast@127.0.0.1:${String(port)}/postgres`
    await untilAnswers(url, server)
    await migrateTemplate(url)
    return { url, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Makes an empty migrated database on a started server; returns its address. */
export async function freshDatabase(serverUrl: string): Promise<string> {
  const name = `test_${newId().replaceAll('-', '')}`
  const sql = `CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE ${template}`
  await withClient(serverUrl, (client) => client.query(sql))
  return databaseUrl(serverUrl, name)
}

/** Drops a database of `freshDatabase`, whoever is still connected. */
export async function dropDatabase(serverUrl: string, url: string): Promise<void> {
  const name = pg.escapeIdentifier(new URL(url).pathname.slice(1))
  await withClient(serverUrl, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`))
}

function serverArguments(data: string, port: number): string[] {
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${String(port)}`,
    'unix_socket_directories=',
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'max_connections=200',
  ]
  return ['-D', data, ...settings.flatMap((setting) => ['-c', setting])]
}

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function untilAnswers(url: string, server: ChildProcess): Promise<void> {
  const deadline = performance.now() + 30_000
  for (;;) {
    try {
      await withClient(url, (client) => client.query('SELECT 1'))
      return
    } catch (error) {
      if (server.exitCode !== null) throw new Error('the test control database did not start')
      if (performance.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

async function migrateTemplate(serverUrl: string): Promise<void> {
  await withClient(serverUrl, (client) => client.query(`CREATE DATABASE ${template}`))
  const prisma = join(project, 'node_modules', 'prisma', 'build', 'index.js')
  await run(process.execPath, [prisma, 'migrate', 'deploy'], {
    cwd: project,
    env: { ...process.env, DATABASE_URL: databaseUrl(serverUrl, template) },
  })
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}

/** The newest PostgreSQL of the engine packs, else of the machine, that the tests' user can run. */
async function findPrograms(): Promise<Programs> {
  for (const programs of [...(await packPrograms()), ...(await machinePrograms())]) {
    const env = { ...process.env, ...programs.environment }
    const works = await run(programs.postgres, ['--version'], {
      ...unprivileged,
      cwd: '/',
      env,
    }).then(
      () => true,
      () => false,
    )
    if (works) return programs
  }
  throw new Error('No PostgreSQL for the tests. Run npm run engines, or install postgresql.')
}

const newestFirst = (a: string, b: string): number => b.localeCompare(a, 'en', { numeric: true })

async function packPrograms(): Promise<Programs[]> {
  const packs = join(project, '.holdfast', 'packs')
  const names = await readdir(packs).catch(() => [])
  const own = names.filter((name) => name.startsWith('postgresql-')).sort(newestFirst)
  const found = await Promise.all(
    own.map(async (name): Promise<Programs | null> => {
      const text = await readFile(join(packs, name, 'holdfast-pack.json'), 'utf8').catch(() => null)
      if (text === null) return null
      const { pack } = JSON.parse(text) as {
        pack: { executables: Record<string, string>; environment: Record<string, string> }
      }
      const { postgres } = pack.executables
      if (postgres === undefined) return null
      const initdb = pack.executables.initdb ?? join(dirname(postgres), 'initdb')
      return { initdb, postgres, environment: pack.environment }
    }),
  )
  return found.filter((programs) => programs !== null)
}

async function machinePrograms(): Promise<Programs[]> {
  const root = '/usr/lib/postgresql'
  const versions = (await readdir(root).catch(() => [])).sort(newestFirst)
  return versions.map((version) => {
    const bin = join(root, version, 'bin')
    return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), environment: {} }
  })
}
