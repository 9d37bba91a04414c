const megabyte = 1024 * 1024

export type Settings = Record<string, string>

/** Node types give memory in GB or GiB; both spellings of one size must derive the same. */
function gigabytesOf(memoryBytes: number): number {
  const gibibytes = memoryBytes / 1024 ** 3
  return Number.isInteger(gibibytes) ? gibibytes : memoryBytes / 1000 ** 3
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Math.floor(value)))
}

/**
 * Settings that follow from the node's size. At 2 GB and 4 GB those that users see are exactly what
 * the service's API documents; other sizes continue the line.
 */
export function derivedSettings(node: { memoryBytes: number; vcpus: number }): Settings {
  const gigabytes = gigabytesOf(node.memoryBytes)
  const parallel = clamp(Math.min(node.vcpus, gigabytes / 4), 0, 64)
  return {
    max_connections: String(clamp(50 + 25 * gigabytes, 50, 1000)),
    shared_buffers: `${clamp(node.memoryBytes / 4 / megabyte, 16, 64 * 1024)}MB`,
    effective_cache_size: `${clamp(gigabytes * 6.75, 1, 10_000) * 100}MB`,
    maintenance_work_mem: `${clamp(gigabytes * 75, 16, 2047)}MB`,
    work_mem: `${clamp(gigabytes * 2, 4, 256)}MB`,
    max_parallel_workers: String(parallel),
    max_parallel_workers_per_gather: String(Math.floor(parallel / 2)),
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
    shared_preload_libraries: 'pg_stat_statements',
    superuser_reserved_connections: '5',
    huge_pages: 'off',
    wal_level: 'replica',
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

/** Defaults that overrides may change and that do not depend on the node's size. */
export const plainDefaults: Settings = {
  timezone: 'GMT',
  log_min_duration_statement: '5000',
  log_checkpoints: 'on',
  log_lock_waits: 'on',
  log_temp_files: '0',
}

const settingName = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$/

function quoted(value: string): string {
  if (/[\0\r\n]/.test(value)) throw new Error('A setting cannot hold line breaks.')
  return `'${value.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`
}

/**
 * The configuration file. Overrides win over derived settings; one that is fixed, or is no setting
 * name, throws, because it would take the node out of Holdfast's hands.
 */
export function renderSettings(
  defaults: Settings,
  overrides: readonly { name: string; value: string }[],
  fixed: Settings,
): string {
  for (const { name } of overrides) {
    if (!settingName.test(name) || name in fixed) {
      throw new Error(`The setting ${JSON.stringify(name)} cannot be changed.`)
    }
  }
  const merged = {
    ...defaults,
    ...Object.fromEntries(overrides.map(({ name, value }) => [name, value])),
    ...fixed,
  }
  const lines = Object.entries(merged).map(([name, value]) => `${name} = ${quoted(value)}`)
  return ['# Written by Holdfast at every start; changes made here are lost.', ...lines, ''].join(
    '\n',
  )
}
