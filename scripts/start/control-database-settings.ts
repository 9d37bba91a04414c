import type { EnginePack } from '@/agent/packs/pack.ts'

/** Series for a new control database, the preferred one first. */
const preferredSeries = ['17', '18', '16', '15']

/**
 * The pack that runs the control database: of the series that its data has, else of the preferred
 * one. Null when there is none.
 */
export function chooseSeries(
  packs: readonly EnginePack[],
  existingSeries: string | null,
): EnginePack | null {
  const series = existingSeries === null ? preferredSeries : [existingSeries]
  for (const version of series) {
    const found = packs.find((pack) => pack.product === 'postgresql' && pack.version === version)
    if (found) return found
  }
  return null
}

/** Passwords only, from this machine only. */
export const accessRules = 'host all all 127.0.0.1/32 scram-sha-256\n'

/** The whole of postgresql.conf; written anew at every start. */
export function serverSettings(options: { port: number; logDirectory: string }): string {
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port: options.port,
    unix_socket_directories: '',
    max_connections: 80,
    password_encryption: 'scram-sha-256',
    shared_buffers: '64MB',
    work_mem: '4MB',
    maintenance_work_mem: '32MB',
    max_wal_size: '256MB',
    min_wal_size: '64MB',
    max_parallel_workers: 0,
    max_parallel_workers_per_gather: 0,
    autovacuum_max_workers: 1,
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    idle_in_transaction_session_timeout: '60s',
    logging_collector: 'on',
    log_directory: options.logDirectory,
    // A file a weekday, overwritten a week later: the log can't grow without bound.
    log_filename: 'control-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    log_rotation_size: 0,
    log_file_mode: '0600',
    log_line_prefix: '%m [%p] %u@%d ',
    log_parameter_max_length_on_error: 0,
    log_min_error_statement: 'panic',
  }
  const lines = Object.entries(settings).map(
    ([name, value]) => `${name} = ${typeof value === 'number' ? value : escapeSetting(value)}`,
  )
  return `# Written by Holdfast at every start.\n${lines.join('\n')}\n`
}

/** A value in quotes, in the syntax of postgresql.conf. */
function escapeSetting(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}
