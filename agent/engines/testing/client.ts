import { Socket, connect } from 'node:net'
import type { SecureContextOptions } from 'node:tls'
import { createConnection } from 'mysql2/promise'
import pg from 'pg'
import type { EngineName } from '@/agent/engines/driver.ts'

/** A customer's session. */
export interface TestSession {
  query(sql: string): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}

export interface TestSignIn {
  port: number
  user: string
  password: string
  database: string
  /** PEM of the authority to trust; null for a session without TLS. */
  authorityPem: string | null
  /** Where the connection comes from; endpoints come from 127.0.0.2. */
  from: '127.0.0.1' | '127.0.0.2'
  tls?: SecureContextOptions
}

function boundSocket(from: string): Socket {
  const socket = new Socket()
  const connectPlain = socket.connect.bind(socket)
  const connectBound = (port: number, host: string) =>
    connectPlain({ port, host, localAddress: from })
  return Object.assign(socket, { connect: connectBound })
}

async function openPostgresql(signIn: TestSignIn): Promise<TestSession> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: signIn.port,
    user: signIn.user,
    password: signIn.password,
    database: signIn.database,
    ssl: signIn.authorityPem === null ? false : { ca: signIn.authorityPem, ...signIn.tls },
    connectionTimeoutMillis: 10_000,
    stream: () => boundSocket(signIn.from),
  })
  client.on('error', () => undefined)
  await client.connect()
  return {
    query: async (sql) => {
      const { rows } = await client.query<Record<string, unknown>>(sql)
      return rows
    },
    close: () => client.end(),
  }
}

async function openMysql(signIn: TestSignIn): Promise<TestSession> {
  const connection = await createConnection({
    host: 'localhost',
    stream: () => connect({ host: '127.0.0.1', port: signIn.port, localAddress: signIn.from }),
    user: signIn.user,
    password: signIn.password,
    database: signIn.database,
    ...(signIn.authorityPem === null
      ? {}
      : {
          ssl: { ca: String(signIn.authorityPem), verifyIdentity: true, ...signIn.tls } as object,
        }),
    connectTimeout: 10_000,
  })
  connection.on('error', () => undefined)
  return {
    query: async (sql) => {
      const [rows] = await connection.query(sql)
      return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : []
    },
    close: () => connection.end(),
  }
}

/** Signs in as a client of any kind would; throws what the server answers. */
export function signIn(engine: EngineName, options: TestSignIn): Promise<TestSession> {
  return engine === 'mysql' ? openMysql(options) : openPostgresql(options)
}

/** What the server calls its refusal: PostgreSQL's SQLSTATE or MySQL's error number, as a string. */
export function refusalCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if ('errno' in error && typeof error.errno === 'number') return String(error.errno)
  return 'code' in error ? String(error.code) : null
}
