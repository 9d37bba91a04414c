import pg from 'pg'
import type { SignInCheck, SignInTarget } from '@/agent/engines/driver.ts'
import { monotonicMs } from '@/lib/clock/clock.ts'

/** Signs in to PostgreSQL as libpq does with `sslmode=verify-full`, and asks one query. */
export async function checkSignIn(target: SignInTarget, timeoutMs: number): Promise<SignInCheck> {
  const startedMs = monotonicMs()
  const client = new pg.Client({
    host: target.host,
    port: target.port,
    user: target.user,
    password: target.password,
    database: target.database,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    ssl: { ca: target.authorityPem, servername: target.serverName, rejectUnauthorized: true },
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string | null }>(
      'select version from pg_stat_ssl where pid = pg_backend_pid()',
    )
    return {
      ok: true,
      tlsVersion: rows[0]?.version ?? 'an unknown TLS version',
      tookMs: monotonicMs() - startedMs,
    }
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : 'It did not answer.' }
  } finally {
    await client.end().catch(() => undefined)
  }
}
