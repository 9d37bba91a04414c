import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { createConnection } from 'mysql2/promise'
import pg from 'pg'
import type { EngineName } from '@/agent/engines/driver.ts'

/** Where and as whom to ask. */
export interface Target {
  host: string
  port: number
  user: string
  password: string
  database: string
  /** PEM of the authority that the server's certificate must be signed by. */
  authorityPem: string
}

const timeoutMs = 10_000

/**
 * Connects as a client of the customer's would, over TLS with the server's certificate and name
 * verified, and returns once `select 1` has answered. Throws what the server refuses.
 */
export async function selectOne(engine: EngineName, target: Target): Promise<void> {
  await askOne(engine, target, 'select 1')
}

/** The same with another statement, on a connection of its own; returns the answer's first value. */
export function askOne(engine: EngineName, target: Target, sql: string): Promise<string> {
  return engine === 'mysql' ? askMysql(target, sql) : askPostgresql(target, sql)
}

/** The same, again every few milliseconds until it works. */
export async function selectOneUntilItWorks(
  engine: EngineName,
  target: Target,
  options: { withinMs: number; pauseMs: number },
): Promise<void> {
  const deadline = performance.now() + options.withinMs
  for (;;) {
    try {
      await selectOne(engine, target)
      return
    } catch (error) {
      if (performance.now() > deadline) throw error
      await delay(options.pauseMs)
    }
  }
}

async function askPostgresql(target: Target, sql: string): Promise<string> {
  const client = new pg.Client({
    host: target.host,
    port: target.port,
    user: target.user,
    password: target.password,
    database: target.database,
    ssl: { ca: target.authorityPem, rejectUnauthorized: true, servername: 'localhost' },
    connectionTimeoutMillis: timeoutMs,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<Record<string, unknown>>(sql)
    return String(Object.values(rows[0] ?? {})[0])
  } finally {
    client.end().catch(() => undefined)
  }
}

async function askMysql(target: Target, sql: string): Promise<string> {
  const connection = await createConnection({
    // mysql2 verifies names only, so the name is given here and the address to the socket.
    host: 'localhost',
    stream: connect({ host: target.host, port: target.port, noDelay: true }),
    user: target.user,
    password: target.password,
    database: target.database,
    connectTimeout: timeoutMs,
    ssl: {
      ca: target.authorityPem,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      verifyIdentity: true,
    },
  })
  connection.on('error', () => undefined)
  try {
    const [rows] = await connection.query(sql)
    const [row] = Array.isArray(rows) ? (rows as object[]) : []
    return String(Object.values(row ?? {})[0])
  } finally {
    connection.destroy()
  }
}
