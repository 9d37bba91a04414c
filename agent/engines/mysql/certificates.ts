import { escape } from 'mysql2'
import type { Connection } from 'mysql2'
import type {
  ClientTrust,
  NodeCredentials,
  NodeSpec,
  RevokedCertificate,
  ServerCertificate,
} from '@/agent/engines/driver.ts'
import { certificateFiles, layoutOf, writeChanged } from '@/agent/engines/layout.ts'
import { assertCustomerUser } from '@/agent/engines/mysql/names.ts'
import { query, withSession } from '@/agent/engines/mysql/session.ts'

interface Account {
  user: string
  host: string
  issuer: string
  subject: string
}

/** Names as the server spells them: that of OpenSSL's one-line form. */
function oneLine(commonName: string): string {
  return `/CN=${commonName}`
}

/**
 * Makes every account of the users, from whichever host, ask for the certificate, and those that
 * asked for one of this authority without need ask no more. What customers required by SQL stays.
 * Returns the names of the users who must show one from now on.
 */
async function requireCertificates(
  connection: Connection,
  { authorityName, userNames }: ClientTrust,
): Promise<string[]> {
  const issuer = oneLine(authorityName)
  const accounts = await query<Account>(
    connection,
    `SELECT user, host, CONVERT(x509_issuer USING utf8mb4) AS issuer,
            CONVERT(x509_subject USING utf8mb4) AS subject
     FROM mysql.user`,
  )
  const changed = new Set<string>()
  for (const { user, host, ...required } of accounts) {
    const account = `${escape(user)}@${escape(host)}`
    if (userNames.includes(user)) {
      assertCustomerUser(user)
      if (required.issuer === issuer && required.subject === oneLine(user)) continue
      const names = `SUBJECT ${escape(oneLine(user))} AND ISSUER ${escape(issuer)}`
      await query(connection, `ALTER USER IF EXISTS ${account} REQUIRE ${names}`)
      changed.add(user)
    } else if (required.issuer === issuer) {
      await query(connection, `ALTER USER IF EXISTS ${account} REQUIRE NONE`)
    }
  }
  return [...changed]
}

async function cutSessions(connection: Connection, userNames: readonly string[]): Promise<void> {
  if (userNames.length === 0) return
  const sessions = await query<{ id: number }>(
    connection,
    `SELECT id FROM performance_schema.processlist
     WHERE user IN (${userNames.map((name) => escape(name)).join(', ')})`,
  )
  for (const { id } of sessions) {
    // One that ended by itself meanwhile is as good.
    await query(connection, `KILL ${String(id)}`).catch(ignoreUnknownThread)
  }
}

function ignoreUnknownThread(error: unknown): void {
  if (error instanceof Error && 'errno' in error && error.errno === 1094) return
  throw error
}

/**
 * The server verifies its own certificate with the same files before it uses them, so they hold
 * its authority as well. That makes no user: server certificates are not for clients, and accounts
 * ask for the other authority by name.
 */
export function tlsFiles(
  directory: string,
  certificate: ServerCertificate,
): Record<string, string> {
  const { clientAuthorityFile, revocationListFile } = layoutOf(directory)
  const { clients } = certificate
  return {
    ...certificateFiles(directory, certificate),
    ...(clients && {
      [clientAuthorityFile]: clients.authorityPem + certificate.authorityPem,
      [revocationListFile]: clients.revocationListPem + clients.serverRevocationListPem,
    }),
  }
}

/** See `EngineDriver.applyCertificates`. The reload returns when new connections are served so. */
export async function applyCertificates(
  spec: NodeSpec,
  credentials: NodeCredentials,
  certificate: ServerCertificate,
  cut: readonly RevokedCertificate[],
): Promise<void> {
  const layout = layoutOf(spec.directory)
  const { clients } = certificate
  await writeChanged(tlsFiles(spec.directory, certificate))
  await withSession(spec, credentials, async (connection) => {
    if (clients) {
      await query(connection, 'SET GLOBAL ssl_ca = ?, GLOBAL ssl_crl = ?', [
        layout.clientAuthorityFile,
        layout.revocationListFile,
      ])
    }
    // Refuses files that do not fit together and keeps what it had.
    for (const channel of ['mysql_main', 'mysql_admin']) {
      await query(connection, `ALTER INSTANCE RELOAD TLS FOR CHANNEL ${channel}`)
    }
    const required = clients ? await requireCertificates(connection, clients) : []
    await cutSessions(connection, [...required, ...cut.map(({ userName }) => userName)])
  })
}
