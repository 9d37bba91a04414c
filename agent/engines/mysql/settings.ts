import { createHash } from 'node:crypto'
import type { NodeSpec } from '@/agent/engines/driver.ts'
import { versionOf, wantedOf } from '@/agent/engines/live-settings.ts'
import { toFileValue } from '@/agent/engines/mysql/setting-values.ts'
import { catalogueOf } from '@/lib/settings/catalogue/catalogue.ts'

const megabyte = 1024 * 1024

export type Settings = Record<string, string>

/** Loopback address on which only accounts with SERVICE_CONNECTION_ADMIN are served. */
export const adminAddress = '127.0.0.3'

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Math.floor(value)))
}

/** A number unique to the node, as replication needs: 32 bits of its id's hash, never 0. */
export function serverIdOf(nodeId: string): number {
  return createHash('sha256').update(nodeId).digest().readUInt32BE(0) || 1
}

/** Settings that follow from the node's size and that users cannot change. */
function derivedSettings(node: { memoryBytes: number; vcpus: number }): Settings {
  const memoryMegabytes = node.memoryBytes / megabyte
  return {
    // The rest is for connections, temporary tables, the performance schema and the file cache.
    innodb_buffer_pool_size: `${clamp(memoryMegabytes / 2, 32, 1024 * 1024)}M`,
    innodb_redo_log_capacity: `${clamp(memoryMegabytes / 16, 64, 4096)}M`,
    innodb_log_buffer_size: '16M',
    key_buffer_size: '1M',
    temptable_max_ram: `${clamp(memoryMegabytes / 16, 16, 1024)}M`,
    innodb_read_io_threads: String(clamp(node.vcpus, 2, 16)),
    innodb_write_io_threads: String(clamp(node.vcpus, 2, 16)),
    innodb_purge_threads: String(clamp(node.vcpus / 2, 1, 4)),
    innodb_page_cleaners: String(clamp(node.vcpus / 2, 1, 4)),
    innodb_buffer_pool_instances: String(clamp(memoryMegabytes / 4096, 1, 8)),
  }
}

/** The performance schema stays on for monitoring; its long histories are what costs memory. */
const leanInstrumentation: Settings = {
  performance_schema: 'ON',
  performance_schema_events_waits_history_size: '5',
  performance_schema_events_waits_history_long_size: '10',
  performance_schema_events_stages_history_size: '5',
  performance_schema_events_stages_history_long_size: '10',
  performance_schema_events_statements_history_size: '5',
  performance_schema_events_statements_history_long_size: '100',
  performance_schema_events_transactions_history_size: '5',
  performance_schema_events_transactions_history_long_size: '10',
  performance_schema_session_connect_attrs_size: '256',
  performance_schema_digests_size: '1000',
  performance_schema_error_size: '0',
  performance_schema_max_table_instances: '500',
  performance_schema_max_table_handles: '1000',
  performance_schema_max_index_stat: '500',
  performance_schema_max_table_lock_stat: '100',
  performance_schema_accounts_size: '32',
  performance_schema_hosts_size: '32',
  performance_schema_users_size: '32',
}

/** Settings that make the node safe and manageable; no override may touch them. */
export function fixedSettings(
  node: { port: number; nodeId: string; requireTls: boolean },
  files: {
    data: string
    temporary: string
    certificate: string
    clientTrust: { authority: string; revocations: string | null }
    errorLog: string
    slowLog: string
  },
): Settings {
  return {
    datadir: files.data,
    tmpdir: files.temporary,
    pid_file: 'mysqld.pid',
    bind_address: '127.0.0.1',
    port: String(node.port),
    // Holdfast's own way in, which has places when customers have taken all others.
    admin_address: adminAddress,
    admin_port: String(node.port),
    // Relative to the data directory: absolute paths may exceed what a socket address can hold.
    socket: 'mysqld.sock',
    mysqlx: 'OFF',
    skip_name_resolve: 'ON',
    persisted_globals_load: 'OFF',
    partial_revokes: 'ON',
    secure_file_priv: 'NULL',
    ssl_cert: files.certificate,
    // One file with both: the server reads a new pair or the old one, never halves of two.
    ssl_key: files.certificate,
    ssl_ca: files.clientTrust.authority,
    ...(files.clientTrust.revocations === null ? {} : { ssl_crl: files.clientTrust.revocations }),
    tls_version: 'TLSv1.2,TLSv1.3',
    // Without files of its own the channel of Holdfast's interface could not be reloaded.
    admin_ssl_cert: files.certificate,
    admin_ssl_key: files.certificate,
    admin_ssl_ca: files.clientTrust.authority,
    ...(files.clientTrust.revocations === null
      ? {}
      : { admin_ssl_crl: files.clientTrust.revocations }),
    admin_tls_version: 'TLSv1.2,TLSv1.3',
    require_secure_transport: node.requireTls ? 'ON' : 'OFF',
    auto_generate_certs: 'OFF',
    // Without TLS the password travels encrypted for this key; with TLS nobody may ask for it.
    caching_sha2_password_auto_generate_rsa_keys: node.requireTls ? 'OFF' : 'ON',
    log_error: files.errorLog,
    log_error_verbosity: '2',
    log_timestamps: 'UTC',
    log_raw: 'OFF',
    general_log: 'OFF',
    slow_query_log_file: files.slowLog,
    server_id: String(serverIdOf(node.nodeId)),
    log_bin: 'binlog',
    binlog_format: 'ROW',
    gtid_mode: 'ON',
    enforce_gtid_consistency: 'ON',
    binlog_expire_logs_seconds: '604800',
    sync_binlog: '1',
    innodb_flush_log_at_trx_commit: '1',
    relay_log: 'relay',
    ...leanInstrumentation,
  }
}

/** The name of an override must be in the catalogue, or it could take the node out of control. */
function catalogueSettings(spec: NodeSpec): Settings {
  const { settings } = catalogueOf(versionOf(spec))
  for (const { name } of spec.settings) {
    if (!settings.some((definition) => definition.name === name)) {
      throw new Error(`The setting ${JSON.stringify(name)} cannot be changed.`)
    }
  }
  const wanted = wantedOf(spec)
  const written = settings.map((definition): [string, string] => [
    definition.name,
    toFileValue(definition, wanted.get(definition.name) ?? definition.defaultValue),
  ])
  // The server refuses to start with other values than its data directory was made with.
  const initial = spec.initSettings.map(({ name, value }): [string, string] => [name, value])
  return Object.fromEntries([...written, ...initial])
}

function line(name: string, value: string): string {
  if (/[\0\r\n"\\]/.test(value)) throw new Error(`The value of ${name} has characters it cannot.`)
  return `${name} = "${value}"`
}

/**
 * The configuration file: what follows from the node, every setting of the catalogue with its
 * override or default, and what is fixed. An override that the catalogue does not have throws.
 */
export function renderSettings(spec: NodeSpec, fixed: Settings): string {
  const merged = { ...derivedSettings(spec), ...catalogueSettings(spec), ...fixed }
  return [
    '# Written by Holdfast at every start; changes made here are lost.',
    '[mysqld]',
    ...Object.entries(merged).map(([name, value]) => line(name, value)),
    '',
  ].join('\n')
}
