import { readFileSync } from 'node:fs'
import pg from 'pg'
import type { Client } from 'pg'
import { within } from '@/agent/engines/deadline.ts'
import type { NodeCredentials, NodeSpec } from '@/agent/engines/driver.ts'
import type { Opening } from '@/agent/engines/kept.ts'
import { layoutOf } from '@/agent/engines/layout.ts'
import { majorOf } from '@/agent/engines/pack-access.ts'
import { withLock } from '@/agent/process/lock.ts'

const connectTimeoutMs = 10_000
const statementTimeoutMs = 60_000

/**
 * Customers own databases that Holdfast's superuser enters and the objects in them. Nothing of
 * theirs may be found by an unqualified name, no setting that they gave a database may change what
 * a session is or does (options of the connection win over those), and statements with password
 * verifiers stay out of log and statistics.
 */
const ownSettings = [
  'search_path=pg_catalog',
  'log_min_duration_statement=-1',
  'log_min_error_statement=panic',
  'pg_stat_statements.track=none',
  'default_transaction_read_only=off',
  'role=none',
  'statement_timeout=0',
  'lock_timeout=10s',
  'row_security=off',
  'session_replication_role=origin',
  'standard_conforming_strings=on',
  'transform_null_equals=off',
  'idle_in_transaction_session_timeout=0',
  'idle_session_timeout=0',
  'default_transaction_isolation=read\\ committed',
  // A library that may not be loaded would keep everybody out.
  'local_preload_libraries=',
]

function sessionOptions(spec: NodeSpec): string {
  const since17 = majorOf(spec.pack) >= 17 ? ['transaction_timeout=0'] : []
  return [...ownSettings, ...since17].map((option) => `-c ${option}`).join(' ')
}

/**
 * Starts to connect as Holdfast's superuser over TLS; the server's certificate is verified against
 * the instance's authority and the address 127.0.0.1.
 */
export function openClient(
  spec: NodeSpec,
  credentials: NodeCredentials,
  database: string,
  options = sessionOptions(spec),
): Opening<Client> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: spec.port,
    user: credentials.user,
    password: credentials.password,
    database,
    ssl: {
      ca: readFileSync(layoutOf(spec.directory).authorityFile, 'utf8'),
      minVersion: 'TLSv1.2',
    },
    enableChannelBinding: true,
    options,
    application_name: 'holdfast',
    keepAlive: true,
  })
  const listeners: (() => void)[] = []
  const tellBroken = () => {
    for (const listener of listeners.splice(0)) listener()
  }
  client.on('error', tellBroken)
  client.on('end', tellBroken)
  return {
    ready: client.connect().then(() => client),
    destroy: () => client.connection.stream.destroy(),
    onBroken: (listener) => listeners.push(listener),
  }
}

/**
 * Runs `work` in a session of its own in `database` and closes it. Bounded in time as a whole, also
 * against a frozen server: throws `TimeoutError` then, otherwise what the server reported.
 */
export async function withSession<T>(
  spec: NodeSpec,
  credentials: NodeCredentials,
  database: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const opening = openClient(spec, credentials, database)
  try {
    const client = await within(connectTimeoutMs, opening.ready)
    return await within(statementTimeoutMs, work(client))
  } finally {
    opening.destroy()
  }
}

/** What keeps a session Holdfast's own without touching a setting that users can change. */
const plainOptions = '-c search_path=pg_catalog -c role=none -c log_min_error_statement=panic'

/**
 * Runs `work` in a session whose settings are those that a new session of anybody has. Only for
 * reading settings: it is bound by the limits on time that users choose.
 */
export async function withPlainSession<T>(
  spec: NodeSpec,
  credentials: NodeCredentials,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const opening = openClient(spec, credentials, 'postgres', plainOptions)
  try {
    const client = await within(connectTimeoutMs, opening.ready)
    return await within(connectTimeoutMs, work(client))
  } finally {
    opening.destroy()
  }
}

/**
 * Runs `work` in one transaction that no other such transaction on the database overlaps: concurrent
 * changes of one catalogue row fail. Not a lock of the server's, which anybody could take and keep.
 */
export function exclusively<T>(client: Client, work: () => Promise<T>): Promise<T> {
  return withLock(`catalogue:${String(client.port)}:${client.database ?? ''}`, async () => {
    await client.query('BEGIN')
    const result = await work()
    await client.query('COMMIT')
    return result
  })
}
