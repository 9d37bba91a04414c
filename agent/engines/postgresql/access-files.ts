import { join } from 'node:path'
import type { ClientTrust, NodeSpec, ServerCertificate } from '@/agent/engines/driver.ts'
import { certificateFiles, layoutOf } from '@/agent/engines/layout.ts'
import { majorOf } from '@/agent/engines/pack-access.ts'
import { assertCustomerUser, superuser } from '@/agent/engines/postgresql/names.ts'

/** Where endpoints connect from. SQL inside an engine cannot: it comes from 127.0.0.1. */
const endpoints = '127.0.0.2/32'

/** Without TLS there is no certificate, so the general line must not let such a user in. */
function certificateRules(user: string): string[] {
  assertCustomerUser(user)
  return [
    `hostssl   all "${user}" ${endpoints} scram-sha-256 clientcert=verify-full`,
    `host      all "${user}" 0.0.0.0/0 reject`,
  ]
}

/**
 * Who may connect. Endpoints connect from 127.0.0.2, Holdfast itself from 127.0.0.1, so that the
 * superuser's password opens nothing through an endpoint, and that users of one instance cannot
 * reach another past its allowed addresses, from inside an engine. The first line for user and kind of
 * connection decides; what no line allows is refused.
 */
export function renderAccessRules(options: {
  major: number
  requireTls: boolean
  /** Users who need a client certificate besides their password. */
  certificateUsers: readonly string[]
}): string {
  // Patterns for user names exist from 16 on; on 15 admins cannot make roles, so the one name is all.
  const reserved = options.major >= 16 ? '"/^_rdb"' : superuser
  const clients = options.requireTls ? 'hostssl' : 'host'
  return [
    '# Written by Holdfast at every start; changes made here are lost.',
    `hostssl all         ${superuser} 127.0.0.1/32 scram-sha-256`,
    `hostssl replication ${superuser} 127.0.0.1/32 scram-sha-256`,
    `host    all         ${reserved} 0.0.0.0/0 reject`,
    ...options.certificateUsers.flatMap(certificateRules),
    `${clients.padEnd(7)} all         all ${endpoints} scram-sha-256`,
    '',
  ].join('\n')
}

/** While nobody has a client certificate none is asked for: a client may hold one of other servers. */
function renderClientTrust(directory: string, clients: ClientTrust | undefined): string {
  const { clientAuthorityFile, revocationListFile } = layoutOf(directory)
  if (!clients) return ''
  return `ssl_ca_file = '${clientAuthorityFile}'\nssl_crl_file = '${revocationListFile}'\n`
}

/** The files that say who may connect and by which certificates, by their paths. */
export function accessFiles(
  spec: NodeSpec,
  certificate: ServerCertificate,
): Record<string, string> {
  const { conf } = layoutOf(spec.directory)
  const { clients } = certificate
  return {
    ...certificateFiles(spec.directory, certificate),
    [join(conf, 'clients.conf')]: renderClientTrust(spec.directory, clients),
    [join(conf, 'pg_hba.conf')]: renderAccessRules({
      major: majorOf(spec.pack),
      requireTls: spec.requireTls,
      certificateUsers: clients?.userNames ?? [],
    }),
  }
}
