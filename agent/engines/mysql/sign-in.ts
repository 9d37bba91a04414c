import { connect } from 'node:net'
import { createConnection } from 'mysql2/promise'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import type { SignInCheck, SignInTarget } from '@/agent/engines/driver.ts'
import { monotonicMs } from '@/lib/clock/clock.ts'

/** Signs in to MySQL as its client does with `VERIFY_IDENTITY`, and asks one query. */
export async function checkSignIn(target: SignInTarget, timeoutMs: number): Promise<SignInCheck> {
  const startedMs = monotonicMs()
  let connection: Connection | undefined
  try {
    connection = await createConnection({
      // The driver checks the certificate against `host`, which therefore is the server's name.
      host: target.serverName,
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
    const [rows] = await connection.query<RowDataPacket[]>({
      sql: "show session status like 'Ssl_version'",
      timeout: timeoutMs,
    })
    const version: unknown = rows[0]?.Value
    return {
      ok: true,
      tlsVersion: typeof version === 'string' ? version : 'an unknown TLS version',
      tookMs: monotonicMs() - startedMs,
    }
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : 'It did not answer.' }
  } finally {
    connection?.destroy()
  }
}
