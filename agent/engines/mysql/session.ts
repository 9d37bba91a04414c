import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { createConnection } from 'mysql2'
import type { Connection } from 'mysql2'
import { within } from '@/agent/engines/deadline.ts'
import type { NodeCredentials, NodeSpec } from '@/agent/engines/driver.ts'
import type { Opening } from '@/agent/engines/kept.ts'
import { layoutOf } from '@/agent/engines/layout.ts'
import { superuser } from '@/agent/engines/mysql/names.ts'
import { adminAddress } from '@/agent/engines/mysql/settings.ts'

const connectTimeoutMs = 10_000
const statementTimeoutMs = 60_000

/** What the server calls a lock that was not to be had in time. */
const lockTimeout = 1205

/** A name that the node's certificate is for; mysql2 verifies names only, not addresses. */
function certifiedName(certificateFile: string): string {
  const { subjectAltName } = new X509Certificate(readFileSync(certificateFile, 'utf8'))
  const name = /(?:^|, )DNS:([^,*]+)(?:,|$)/.exec(subjectAltName ?? '')?.[1]
  if (name === undefined) throw new Error("The node's certificate holds no host name.")
  return name
}

/** No open transaction of a customer's holds Holdfast up for longer, instead of a year. */
const firstStatement = 'SET SESSION lock_wait_timeout = 10, SESSION innodb_lock_wait_timeout = 10'

/**
 * Starts to connect as Holdfast's superuser over TLS; the server's certificate is verified against
 * the instance's authority and a name that the instance's certificate is for.
 */
export function openConnection(spec: NodeSpec, credentials: NodeCredentials): Opening<Connection> {
  const { authorityFile, certificateFile } = layoutOf(spec.directory)
  const connection = createConnection({
    // The name goes into the verification only: the socket below decides where to connect.
    host: certifiedName(certificateFile),
    stream: () => connect({ host: adminAddress, port: spec.port, keepAlive: true, noDelay: true }),
    user: credentials.user,
    password: credentials.password,
    ssl: {
      ca: readFileSync(authorityFile, 'utf8'),
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
      verifyIdentity: true,
    },
    connectTimeout: connectTimeoutMs,
    charset: 'utf8mb4',
    dateStrings: true,
  })
  const listeners: (() => void)[] = []
  const tellBroken = () => {
    for (const listener of listeners.splice(0)) listener()
  }
  connection.on('error', tellBroken)
  connection.on('end', tellBroken)
  return {
    ready: new Promise((resolve, reject) => {
      connection.connect((error) => {
        if (error !== null) {
          reject(error)
          return
        }
        connection.query(firstStatement, (refusal) => {
          if (refusal === null) resolve(connection)
          else reject(refusal)
        })
      })
    }),
    destroy: () => connection.destroy(),
    onBroken: (listener) => listeners.push(listener),
  }
}

/**
 * Runs one statement and returns its rows; values are never part of a prepared name. One that a
 * customer's FLUSH TABLES WITH READ LOCK holds up for too long ends that customer's session.
 */
export async function query<Row>(
  connection: Connection,
  sql: string,
  values: readonly string[] = [],
): Promise<Row[]> {
  const run = async () => {
    const [rows] = await connection.promise().query(sql, [...values])
    return rows as Row[]
  }
  return run().catch(async (error: unknown) => {
    const isLocked = error instanceof Error && 'errno' in error && error.errno === lockTimeout
    if (!isLocked || !(await endGlobalLocks(connection))) throw error
    return run()
  })
}

/** Ends the sessions that let nobody write anything; false when there were none. */
async function endGlobalLocks(connection: Connection): Promise<boolean> {
  const [rows] = await connection.promise().query(
    `SELECT DISTINCT t.PROCESSLIST_ID AS id
     FROM performance_schema.metadata_locks l
     JOIN performance_schema.threads t ON t.THREAD_ID = l.OWNER_THREAD_ID
     WHERE l.OBJECT_TYPE IN ('GLOBAL', 'COMMIT') AND l.LOCK_TYPE = 'SHARED'
       AND l.LOCK_STATUS = 'GRANTED' AND t.PROCESSLIST_USER <> ?`,
    [superuser],
  )
  const holders = rows as { id: number }[]
  // One that has ended by itself meanwhile is as good.
  for (const { id } of holders) {
    await connection
      .promise()
      .query('KILL CONNECTION ?', [id])
      .catch(() => undefined)
  }
  return holders.length > 0
}

/**
 * Runs `work` in a session of its own and closes it. Bounded in time as a whole, also against a
 * frozen server: throws `TimeoutError` then, otherwise what the server reported.
 */
export async function withSession<T>(
  spec: NodeSpec,
  credentials: NodeCredentials,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const opening = openConnection(spec, credentials)
  try {
    const connection = await within(connectTimeoutMs, opening.ready)
    return await within(statementTimeoutMs, work(connection))
  } finally {
    opening.destroy()
  }
}
