import { X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import type { Client } from 'pg'
import type {
  NodeCredentials,
  NodeSpec,
  RevokedCertificate,
  ServerCertificate,
} from '@/agent/engines/driver.ts'
import { writeChanged } from '@/agent/engines/layout.ts'
import { accessFiles } from '@/agent/engines/postgresql/access-files.ts'
import { withSession } from '@/agent/engines/postgresql/session.ts'
import { waitUntil } from '@/agent/process/ready.ts'

const reloadTimeoutMs = 10_000

/**
 * Tells the server to read its files again, and when it was told, by its own clock. The server does
 * so some time later, before it forks the process of any later connection.
 */
async function reload(spec: NodeSpec, credentials: NodeCredentials): Promise<string> {
  return withSession(spec, credentials, 'postgres', async (client) => {
    const { rows } = await client.query<{ told: string }>(
      'SELECT clock_timestamp()::text AS told, pg_reload_conf()',
    )
    const [row] = rows
    if (row === undefined) throw new Error('The server answered without a row.')
    return row.told
  })
}

interface Served {
  hasReloaded: boolean
  fingerprint: string
  ruleError: string | null
}

async function servedNow(
  spec: NodeSpec,
  credentials: NodeCredentials,
  told: string,
): Promise<Served> {
  return withSession(spec, credentials, 'postgres', async (client) => {
    const { rows } = await client.query<{ reloaded: boolean; error: string | null }>(
      `SELECT pg_conf_load_time() >= $1::timestamptz AS reloaded,
              (SELECT min(error) FROM pg_hba_file_rules WHERE error IS NOT NULL) AS error`,
      [told],
    )
    return {
      hasReloaded: rows[0]?.reloaded === true,
      fingerprint: (client.connection.stream as TLSSocket).getPeerCertificate().fingerprint256,
      ruleError: rows[0]?.error ?? null,
    }
  })
}

/** Ends sessions that new rules would not let in. */
async function cutSessions(
  client: Client,
  cut: readonly RevokedCertificate[],
  certificateUsers: readonly string[],
): Promise<void> {
  const serials = cut.map(({ serialNumber }) => BigInt(`0x${serialNumber}`).toString())
  await client.query(
    `SELECT pg_terminate_backend(s.pid)
     FROM pg_stat_ssl s JOIN pg_stat_activity a ON a.pid = s.pid
     WHERE a.backend_type = 'client backend'
       AND (s.client_serial = ANY ($1::numeric[])
            OR (a.usename = ANY ($2::text[]) AND s.client_serial IS NULL))`,
    [serials, certificateUsers],
  )
}

/** See `EngineDriver.applyCertificates`. */
export async function applyCertificates(
  spec: NodeSpec,
  credentials: NodeCredentials,
  certificate: ServerCertificate,
  cut: readonly RevokedCertificate[],
): Promise<void> {
  await writeChanged(accessFiles(spec, certificate))
  const told = await reload(spec, credentials)
  let served: Served | undefined
  await waitUntil(
    async () => {
      served = await servedNow(spec, credentials, told)
      return served.hasReloaded
    },
    { timeoutMs: reloadTimeoutMs, intervalMs: 50, label: 'the server to read its files again' },
  )
  const expected = new X509Certificate(certificate.certificatePem).fingerprint256
  if (served?.fingerprint !== expected) {
    throw new Error('The server keeps its former certificate; its log says why.')
  }
  if (served.ruleError !== null) {
    throw new Error(`The server keeps its former access rules: ${served.ruleError}`)
  }
  const certificateUsers = certificate.clients?.userNames ?? []
  if (cut.length + certificateUsers.length === 0) return
  await withSession(spec, credentials, 'postgres', (client) =>
    cutSessions(client, cut, certificateUsers),
  )
}
