import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { escapeIdentifier } from 'pg'
import type { Client } from 'pg'
import type { ExtensionVerbs, FoundExtension, PackExtension } from '@/agent/engines/extensions.ts'
import type { NodeCredentials, NodeSpec } from '@/agent/engines/driver.ts'
import { majorOf } from '@/agent/engines/pack-access.ts'
import { adminGroup, assertCustomerDatabase } from '@/agent/engines/postgresql/names.ts'
import { exclusively, withSession } from '@/agent/engines/postgresql/session.ts'
import { EngineRefusal } from '@/agent/engines/refusal.ts'
import type { EnginePack } from '@/agent/packs/pack.ts'
import { findAllowedExtension } from '@/lib/extensions/allow-list.ts'
import { logger } from '@/lib/log/log.ts'

/** Most objects that a refusal names. */
const namedDependents = 10

/**
 * What is taken from everybody or given to admins once an extension is installed. dblink_connect_u
 * and its like are withheld by their own scripts; these are not.
 */
const afterInstall: Readonly<Record<string, readonly string[]>> = {
  pg_prewarm: [
    'REVOKE ALL ON FUNCTION @schema@.autoprewarm_start_worker() FROM PUBLIC',
    'REVOKE ALL ON FUNCTION @schema@.autoprewarm_dump_now() FROM PUBLIC',
  ],
  postgres_fdw: [`GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO ${adminGroup}`],
}

/** The control file names the version that CREATE EXTENSION takes. */
async function inPack(pack: EnginePack): Promise<PackExtension[]> {
  const directory = join(pack.directories.share ?? '', 'extension')
  const files = (await readdir(directory)).filter((name) => name.endsWith('.control'))
  const found = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(join(directory, file), 'utf8')
      const version = /^\s*default_version\s*=\s*'([^']+)'/m.exec(text)?.[1]
      return version === undefined ? [] : [{ name: file.slice(0, -'.control'.length), version }]
    }),
  )
  return found.flat().sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function customerDatabases(spec: NodeSpec, credentials: NodeCredentials): Promise<string[]> {
  return withSession(spec, credentials, 'postgres', async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT datname AS name FROM pg_database
       WHERE datallowconn AND NOT datistemplate AND datname <> 'postgres' ORDER BY datname`,
    )
    return rows.map(({ name }) => name)
  })
}

async function findIn(client: Client, database: string): Promise<FoundExtension[]> {
  const { rows } = await client.query<Omit<FoundExtension, 'database'>>(
    `SELECT e.extname AS name, e.extversion AS version, n.nspname AS schema
     FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
     WHERE e.extname <> 'plpgsql' ORDER BY e.extname`,
  )
  return rows.map((row) => ({ database, ...row }))
}

async function find(spec: NodeSpec, credentials: NodeCredentials): Promise<FoundExtension[]> {
  const found: FoundExtension[] = []
  for (const database of await customerDatabases(spec, credentials)) {
    try {
      found.push(
        ...(await withSession(spec, credentials, database, (client) => findIn(client, database))),
      )
    } catch (error) {
      // A database that was dropped a moment ago must not hide the others.
      logger('extensions').warn({ err: error, nodeId: spec.nodeId, database }, 'not looked into')
    }
  }
  return found
}

function assertAllowed(name: string): void {
  if (findAllowedExtension(name) === null) {
    throw new Error(`${JSON.stringify(name)} is not an extension that may be installed.`)
  }
}

function refuseWithheld(name: string, major: number): void {
  const withheld = findAllowedExtension(name)?.withheld
  if (withheld !== undefined && major >= withheld.since) throw new EngineRefusal(withheld.because)
}

async function install(
  spec: NodeSpec,
  credentials: NodeCredentials,
  { database, name, schema }: { database: string; name: string; schema: string },
): Promise<void> {
  assertCustomerDatabase(database)
  assertAllowed(name)
  refuseWithheld(name, majorOf(spec.pack))
  await withSession(spec, credentials, database, (client) =>
    exclusively(client, async () => {
      await requireSchema(client, schema, database)
      const present = await client.query('SELECT FROM pg_extension WHERE extname = $1', [name])
      if (present.rowCount === 0) {
        const target = escapeIdentifier(schema)
        const extension = escapeIdentifier(name)
        await refusing(() => client.query(`CREATE EXTENSION ${extension} SCHEMA ${target} CASCADE`))
      }
      await settle(client, name)
    }),
  )
}

async function requireSchema(client: Client, schema: string, database: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_namespace WHERE nspname = $1', [schema])
  if (rowCount === 1 && !/^pg_|^information_schema$/.test(schema)) return
  throw new EngineRefusal(`${database} has no schema ${schema}. Create it first, or use public.`)
}

/** Puts the rights of its functions right, also after a crash between both. */
async function settle(client: Client, name: string): Promise<void> {
  const { rows } = await client.query<{ schema: string }>(
    `SELECT n.nspname AS schema FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
     WHERE e.extname = $1`,
    [name],
  )
  const schema = escapeIdentifier(rows[0]?.schema ?? 'public')
  for (const statement of afterInstall[name] ?? []) {
    await client.query(statement.replaceAll('@schema@', schema))
  }
}

interface ServerError {
  code: string
  message: string
  detail: string
}

function serverError(error: unknown): ServerError | null {
  if (!(error instanceof Error) || !('code' in error) || !('severity' in error)) return null
  const detail = 'detail' in error && typeof error.detail === 'string' ? error.detail : ''
  return { code: String(error.code), message: error.message, detail }
}

/** What the server says about names that are taken or objects that depend is for the user. */
async function refusing(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const refused = serverError(error)
    // Duplicate objects of every kind, dependents, objects in the wrong state.
    if (refused === null || !/^(42710|42723|42P0[67]|2BP01|55\w{3}|0A000)$/.test(refused.code)) {
      throw error
    }
    if (refused.code !== '2BP01') throw new EngineRefusal(`${sentence(refused.message)}.`)
    const dependents = refused.detail.split('\n').filter((line) => line.trim() !== '')
    const shown = dependents.slice(0, namedDependents).join('; ')
    const more = dependents.length - namedDependents
    throw new EngineRefusal(
      `Something depends on it: ${shown}${more > 0 ? ` and ${String(more)} more` : ''}.`,
    )
  }
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

async function drop(
  spec: NodeSpec,
  credentials: NodeCredentials,
  { database, name, isCascade }: { database: string; name: string; isCascade: boolean },
): Promise<void> {
  assertCustomerDatabase(database)
  assertAllowed(name)
  const extension = escapeIdentifier(name)
  const how = isCascade ? 'CASCADE' : 'RESTRICT'
  await withSession(spec, credentials, database, (client) =>
    exclusively(client, () =>
      refusing(() => client.query(`DROP EXTENSION IF EXISTS ${extension} ${how}`)),
    ),
  )
}

/** See `ExtensionVerbs`. */
export const postgresqlExtensions: ExtensionVerbs = { inPack, find, install, drop }
