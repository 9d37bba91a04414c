import { versionOf, wantedOf } from '@/agent/engines/live-settings.ts'
import type { NodeSpec } from '@/agent/engines/driver.ts'
import { toFileValue } from '@/agent/engines/postgresql/setting-values.ts'
import { catalogueOf } from '@/lib/settings/catalogue/catalogue.ts'
import { nodeValues } from '@/lib/settings/node-values.ts'
import { parseSwitch } from '@/lib/settings/validate.ts'

const megabyte = 1024 * 1024

export type Settings = Record<string, string>

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Math.floor(value)))
}

/** Settings that follow from the node's size and that users cannot change. */
function derivedSettings(spec: NodeSpec): Settings {
  const parallel = Number(nodeValues('postgresql', spec).max_parallel_workers ?? 0)
  return {
    shared_buffers: `${clamp(spec.memoryBytes / 4 / megabyte, 16, 64 * 1024)}MB`,
    max_parallel_maintenance_workers: String(Math.min(2, parallel)),
    max_worker_processes: String(Math.max(8, parallel + 8)),
  }
}

/** Settings that make the node safe and manageable; no override may touch them. */
export function fixedSettings(
  node: { port: number; nodeId: string; major: number },
  files: { hba: string; ident: string; certificate: string; log: string; clientTrust: string },
): Settings {
  return {
    listen_addresses: '127.0.0.1',
    port: String(node.port),
    unix_socket_directories: '',
    cluster_name: node.nodeId,
    hba_file: files.hba,
    ident_file: files.ident,
    ssl: 'on',
    ssl_cert_file: files.certificate,
    // One file with both: the server reads a new pair or the old one, never halves of two.
    ssl_key_file: files.certificate,
    ssl_min_protocol_version: 'TLSv1.2',
    // Of TLS 1.2 only what keeps recorded traffic closed later, and is authenticated.
    ssl_ciphers: 'ECDHE+AESGCM:ECDHE+CHACHA20',
    // A file of its own, because it changes while the server runs and the settings wait.
    include_if_exists: files.clientTrust,
    password_encryption: 'scram-sha-256',
    superuser_reserved_connections: '5',
    huge_pages: 'off',
    max_wal_senders: '10',
    max_replication_slots: '10',
    hot_standby: 'on',
    fsync: 'on',
    full_page_writes: 'on',
    logging_collector: 'on',
    log_destination: 'stderr',
    log_directory: files.log,
    log_filename: 'postgresql-%Y-%m-%d_%H%M%S.log',
    log_file_mode: '0600',
    log_rotation_age: '1d',
    log_rotation_size: '100MB',
    log_truncate_on_rotation: 'off',
    log_timezone: 'GMT',
    log_line_prefix: '%m [%p] %q%u@%d %h ',
    log_error_verbosity: 'verbose',
    log_statement: 'none',
    lc_messages: 'C',
    ...(node.major >= 17 ? { allow_alter_system: 'off' } : {}),
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
  const isOn = (name: string): boolean => parseSwitch(wanted.get(name) ?? 'off') === true
  const hasAudit = isOn('rdb.enable_pgaudit')
  const written = settings
    .filter(({ name }) => !name.startsWith('rdb.') && (hasAudit || !name.startsWith('pgaudit.')))
    .map((definition): [string, string] => {
      const value = wanted.get(definition.name) ?? definition.defaultValue
      return [definition.name, toFileValue(definition, value)]
    })
  return {
    ...Object.fromEntries(written),
    shared_preload_libraries: hasAudit ? 'pg_stat_statements,pgaudit' : 'pg_stat_statements',
    wal_level: isOn('rdb.enable_logical_replication') ? 'logical' : 'replica',
  }
}

function quoted(value: string): string {
  if (/[\0\r\n]/.test(value)) throw new Error('A setting cannot hold line breaks.')
  return `'${value.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`
}

/**
 * The configuration file: what follows from the node, every setting of the catalogue with its
 * override or default, and what is fixed. An override that the catalogue does not have throws.
 */
export function renderSettings(spec: NodeSpec, fixed: Settings): string {
  const merged = { ...derivedSettings(spec), ...catalogueSettings(spec), ...fixed }
  const lines = Object.entries(merged).map(([name, value]) => `${name} = ${quoted(value)}`)
  return ['# Written by Holdfast at every start; changes made here are lost.', ...lines, ''].join(
    '\n',
  )
}
