import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { execa } from 'execa'
import { projectDir } from '@/scripts/bootstrap/project.mjs'
import { whyNotReady } from './control-database.ts'
import { CannotStart } from './start-error.ts'

const reachableWithinMs = 60_000

/** Waits until a database server of one's own answers; throws `CannotStart` with its last reason. */
export async function waitForExternalDatabase(url: string): Promise<void> {
  const deadline = performance.now() + reachableWithinMs
  for (;;) {
    const reason = await whyNotReady(url)
    if (reason === null) return
    if (performance.now() > deadline || isFinal(reason)) {
      throw new CannotStart(
        `The control database of DATABASE_URL (${withoutPassword(url)}) can't be used: ${reason}.`,
      )
    }
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

/** Waiting does not mend a wrong password, a refused host or an unknown role. */
function isFinal(reason: string): boolean {
  return /password authentication failed|pg_hba\.conf|role ".*" does not exist|SASL/i.test(reason)
}

function withoutPassword(url: string): string {
  try {
    const { host, pathname } = new URL(url)
    return `${host}${pathname}`
  } catch {
    return 'not an address'
  }
}

/** Runs `body` with a connection that is closed afterwards. */
async function withClient<T>(url: string, body: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await body(client)
  } finally {
    await client.end()
  }
}

/** Names of the project's migrations that the database has not finished yet, in their order. */
export async function pendingMigrations(url: string): Promise<string[]> {
  const entries = await readdir(join(projectDir, 'prisma', 'migrations'), { withFileTypes: true })
  const wanted = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  const applied = await withClient(url, async (client) => {
    const { rows: tables } = await client.query<{ found: string | null }>(
      "select to_regclass('_prisma_migrations')::text as found",
    )
    if (tables[0]?.found == null) return []
    const { rows } = await client.query<{ migration_name: string }>(
      'select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
    )
    return rows.map((row) => row.migration_name)
  })
  return wanted.filter((name) => !applied.includes(name)).sort()
}

/** Applies the pending migrations with Prisma's own command; throws `CannotStart` with its words. */
export async function applyMigrations(url: string): Promise<void> {
  const prisma = join(projectDir, 'node_modules', 'prisma', 'build', 'index.js')
  const { exitCode, all } = await execa(process.execPath, [prisma, 'migrate', 'deploy'], {
    cwd: projectDir,
    env: { DATABASE_URL: url, CHECKPOINT_DISABLE: '1', NO_COLOR: '1' },
    stdin: 'ignore',
    all: true,
    reject: false,
  })
  if (exitCode === 0) return
  throw new CannotStart(`The migrations of the control database failed.\n${all}`)
}

/** The e-mail of the first owner, or null while there is none. */
export async function findOwner(url: string): Promise<string | null> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ email: string }>(
      'select email from member where is_owner order by created_at limit 1',
    )
    return rows[0]?.email ?? null
  })
}

/** True when the agent with this process id has reported itself within the last seconds. */
export async function hasAgentReported(url: string, pid: number): Promise<boolean> {
  return withClient(url, async (client) => {
    const { rowCount } = await client.query(
      "select 1 from machine where agent_pid = $1 and heartbeat_at > now() - interval '15 seconds'",
      [pid],
    )
    return (rowCount ?? 0) > 0
  })
}
