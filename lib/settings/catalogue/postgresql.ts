import { choice, flag, float, int, text } from './definition.ts'
import type { FixedSetting, SettingDefinition } from './definition.ts'
import { timeZonePattern } from './time-zones.ts'

const maxInt = 2_147_483_647
/** Most seconds that Linux takes; the engine would ignore more. */
const maxKeepalive = 32_767

const connections = 'Connections'
const memory = 'Memory'
const disk = 'Disk and write-ahead log'
const vacuum = 'Vacuum'
const timeouts = 'Timeouts and locks'
const logging = 'Logging'
const statistics = 'Statistics'
const replication = 'Replication'
const auditing = 'Auditing'
const parallel = 'Parallel work'
const planner = 'Planner'

/** Classes of statements that pgaudit can log, each at most once. */
const auditClasses = ['READ', 'WRITE', 'FUNCTION', 'ROLE', 'DDL', 'MISC', 'MISC_SET'] as const
const auditClass = `(${auditClasses.join('|')})`
const auditPattern = `^(none|ALL|(?!.*\\b(\\w+),(?:\\w+,)*\\2\\b)${auditClass}(,${auditClass})*)$`

/**
 * Settings of PostgreSQL; names, types and bounds are the model's. Whether one needs a restart is
 * the engine's own word, and defaults are what Holdfast's nodes have.
 */
const common = (major: number): SettingDefinition[] => [
  float('autovacuum_vacuum_insert_scale_factor', '0.2', [0.1, 100], {
    group: vacuum,
    description: 'Share of a table that inserts may add before autovacuum visits it.',
  }),
  int('autovacuum_vacuum_insert_threshold', 1000, [-1, 1_147_483_647], {
    group: vacuum,
    description: 'Rows that inserts may add before autovacuum visits a table; -1: never for that.',
  }),
  float('autovacuum_vacuum_scale_factor', '0.2', [0.1, 100], {
    group: vacuum,
    description: 'Share of a table that may be dead rows before autovacuum visits it.',
  }),
  int('autovacuum_vacuum_threshold', 50, [50, maxInt], {
    group: vacuum,
    description: 'Dead rows that a table may have before autovacuum visits it.',
  }),
  int('bgwriter_delay', 200, [10, 10_000], {
    group: disk,
    unit: 'ms',
    description: 'Pause between rounds of the background writer.',
  }),
  int('bgwriter_flush_after', 512, [0, 2048], {
    group: disk,
    unit: 'kB',
    description: 'Written amount after which the background writer has it flushed; 0: never.',
  }),
  int('bgwriter_lru_maxpages', 100, [0, 1_073_741_823], {
    group: disk,
    description: 'Most pages that the background writer writes in a round.',
  }),
  int('bgwriter_lru_multiplier', 2, [0, 10], {
    group: disk,
    description: 'How far ahead of recent need the background writer frees buffers.',
  }),
  int('checkpoint_timeout', 300, [30, 21_600], {
    group: disk,
    description: 'Seconds between automatic checkpoints. Short times cost much writing.',
  }),
  int('commit_delay', 0, [0, 100_000], {
    group: disk,
    description: 'Microseconds that a commit waits so that others are flushed together with it.',
  }),
  int('deadlock_timeout', 1000, [100, 60_000], {
    group: timeouts,
    unit: 'ms',
    description: 'Wait for a lock after which a deadlock is looked for.',
  }),
  int('default_statistics_target', 100, [1, 10_000], {
    group: planner,
    description: 'Detail of the statistics that ANALYZE collects for the planner.',
  }),
  flag('default_transaction_deferrable', 'off', {
    group: timeouts,
    description: 'Serializable read-only transactions wait for a snapshot that cannot fail.',
  }),
  int('effective_cache_size', 4096, [64, 1_048_576], {
    group: memory,
    unit: 'MB',
    description: "The planner's estimate of memory that caches data, including the system's.",
  }),
  int('effective_io_concurrency', major >= 18 ? 16 : 1, [1, 32], {
    group: disk,
    description: 'Reads that a session may have under way at once.',
  }),
  flag('hot_standby_feedback', 'off', {
    group: replication,
    description: 'Standbys tell the primary which old rows their queries still need.',
  }),
  int('idle_in_transaction_session_timeout', 3_600_000, [0, maxInt], {
    group: timeouts,
    unit: 'ms',
    description: 'Ends sessions that idle inside a transaction for longer; 0: never.',
  }),
  flag('jit', 'on', {
    group: planner,
    description: 'Compiles parts of long queries, where the engine pack holds the compiler.',
  }),
  int('lock_timeout', 0, [0, maxInt], {
    group: timeouts,
    unit: 'ms',
    description: 'Ends statements that wait for a lock for longer; 0: never.',
  }),
  int('log_autovacuum_min_duration', -1, [-1, maxInt], {
    group: logging,
    unit: 'ms',
    description: 'Logs what autovacuum did when it took at least this long; -1: never.',
  }),
  flag('log_checkpoints', 'on', { group: logging, description: 'Logs each checkpoint.' }),
  flag('log_lock_waits', 'on', {
    group: logging,
    description: 'Logs waits for a lock that last longer than deadlock_timeout.',
  }),
  int('log_min_duration_statement', 5000, [-1, maxInt], {
    group: logging,
    unit: 'ms',
    description: 'Logs statements that took at least this long, with their text; -1: none.',
  }),
  flag('log_replication_commands', 'on', {
    group: logging,
    description: 'Logs the commands of replication connections.',
  }),
  int('log_temp_files', 0, [-1, maxInt], {
    group: logging,
    unit: 'kB',
    description: 'Logs temporary files of at least this size; 0: all, -1: none.',
  }),
  int('maintenance_work_mem', 64, [1, 2_097_151], {
    group: memory,
    unit: 'MB',
    description: 'Memory for one maintenance operation, such as VACUUM or CREATE INDEX.',
  }),
  int('max_connections', 100, [50, 10_000], {
    group: connections,
    isHot: false,
    description: 'Most connections at once; each costs memory even when idle.',
  }),
  int('max_locks_per_transaction', 64, [10, maxInt], {
    group: timeouts,
    isHot: false,
    description: 'Sizes the lock table in shared memory: this many for each connection.',
  }),
  int('max_parallel_workers', 8, [0, 1024], {
    group: parallel,
    description: 'Most workers for parallel queries at once.',
  }),
  int('max_parallel_workers_per_gather', 2, [0, 1024], {
    group: parallel,
    description: 'Most workers for one part of a query.',
  }),
  int('max_standby_streaming_delay', 30_000, [0, 180_000], {
    group: replication,
    unit: 'ms',
    description: 'How long queries on a standby may hold up replay before they are cancelled.',
  }),
  int('max_wal_size', 1024, [256, 10_240], {
    group: disk,
    unit: 'MB',
    description: 'Size of the write-ahead log that starts a checkpoint.',
  }),
  int('pg_stat_statements.max', 5000, [100, 15_000], {
    group: statistics,
    isHot: false,
    description: 'Most statements that pg_stat_statements remembers.',
  }),
  choice('pg_stat_statements.track', 'top', ['top', 'all', 'none'], {
    group: statistics,
    description: 'Statements that are counted: those of clients, those inside functions too, none.',
  }),
  flag('pg_stat_statements.track_utility', 'on', {
    group: statistics,
    description: 'Counts statements other than SELECT, INSERT, UPDATE, DELETE and MERGE as well.',
  }),
  text('pgaudit.log', 'none', auditPattern, {
    group: auditing,
    hint: `none, ALL, or some of ${auditClasses.join(', ')}, separated by commas without spaces`,
    description: 'Classes of statements that are logged. Needs rdb.enable_pgaudit.',
  }),
  text('pgaudit.role', '', '^([a-zA-Z][a-zA-Z0-9_$-]{0,62})?$', {
    group: auditing,
    hint: 'the name of a role, or empty',
    description: 'What this role may do with an object is logged. Needs rdb.enable_pgaudit.',
  }),
  float('random_page_cost', '4.0', [0.1, 10], {
    group: planner,
    description: "The planner's cost of a page read out of order.",
  }),
  flag('rdb.enable_pgaudit', 'off', {
    group: auditing,
    isHot: false,
    description: 'Loads pgaudit when the engine starts.',
  }),
  float('seq_page_cost', '1.0', [0.1, 10], {
    group: planner,
    description: "The planner's cost of a page read in order.",
  }),
  int('statement_timeout', 86_400_000, [30_000, maxInt], {
    group: timeouts,
    unit: 'ms',
    description: 'Ends statements that run for longer; sessions may choose another limit.',
  }),
  int('tcp_keepalives_count', 0, [0, 127], {
    group: connections,
    description: "Lost keepalives after which a connection is given up; 0: the system's value.",
  }),
  int('tcp_keepalives_idle', 0, [0, maxKeepalive], {
    group: connections,
    description: "Idle seconds before the first keepalive; 0: the system's value.",
  }),
  int('tcp_keepalives_interval', 0, [0, maxKeepalive], {
    group: connections,
    description: "Seconds between keepalives; 0: the system's value.",
  }),
  int('temp_buffers', 8192, [800, 1_073_741_824], {
    group: memory,
    unit: 'kB',
    description: 'Memory that a session may use for its temporary tables.',
  }),
  int('temp_file_limit', -1, [-1, maxInt], {
    group: disk,
    unit: 'kB',
    description: 'Disk that a session may use for temporary files; -1: no limit.',
  }),
  text('timezone', 'GMT', timeZonePattern, {
    group: 'Language and time',
    hint: 'a time zone such as Europe/Paris or UTC',
    description: 'Time zone of sessions that choose none.',
  }),
  int('track_activity_query_size', 1024, [100, 8192], {
    group: statistics,
    unit: 'B',
    isHot: false,
    description: 'Length of the statement that pg_stat_activity shows.',
  }),
  flag('track_commit_timestamp', 'off', {
    group: replication,
    isHot: false,
    description: 'Remembers when each transaction committed.',
  }),
  int('vacuum_cost_delay', 0, [0, 100], {
    group: vacuum,
    unit: 'ms',
    description: 'Pause of a manual VACUUM each time it has used up its cost limit.',
  }),
  int('vacuum_cost_limit', 200, [1, 10_000], {
    group: vacuum,
    description: 'Cost after which VACUUM pauses.',
  }),
  int('vacuum_cost_page_dirty', 20, [0, 10_000], {
    group: vacuum,
    description: 'Cost of a page that VACUUM makes dirty.',
  }),
  int('vacuum_cost_page_hit', 1, [0, 10_000], {
    group: vacuum,
    description: 'Cost of a page that VACUUM finds in memory.',
  }),
  int('vacuum_cost_page_miss', 2, [0, 10_000], {
    group: vacuum,
    description: 'Cost of a page that VACUUM reads from disk.',
  }),
  int('work_mem', 4, [1, 2_097_151], {
    group: memory,
    unit: 'MB',
    description: 'Memory for one sort or hash of one query, before it spills to disk.',
  }),
]

/** What only later versions have. */
const since17: readonly SettingDefinition[] = [
  flag('rdb.enable_logical_replication', 'off', {
    group: replication,
    isHot: false,
    description: 'Writes what logical decoding needs to the write-ahead log (wal_level = logical).',
  }),
  flag('sync_replication_slots', 'off', {
    group: replication,
    description: 'Standbys keep failover slots of the primary up to date.',
  }),
]

/** Settings of one major version, by name. */
export function postgresqlSettings(major: number): SettingDefinition[] {
  return [...common(major), ...(major >= 17 ? since17 : [])].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )
}

const manages = 'Holdfast manages it.'
const keepsData = 'Turning it off could lose data, so it stays on.'
const followsNode = "It follows from the node type's memory."
const byEndpoint = 'Clients reach the engine through its endpoint only.'

/** Parameters that users ask for and that stay as they are. */
export const postgresqlFixed: readonly FixedSetting[] = [
  { name: 'allow_alter_system', reason: 'Settings are changed here, where they are checked.' },
  { name: 'archive_command', reason: 'Holdfast runs backups itself.' },
  { name: 'cluster_name', reason: manages },
  { name: 'data_directory', reason: manages },
  { name: 'fsync', reason: keepsData },
  { name: 'full_page_writes', reason: keepsData },
  { name: 'hba_file', reason: 'Access is ruled by allowed IPs and users.' },
  { name: 'huge_pages', reason: 'Nodes share the memory of the machine.' },
  { name: 'listen_addresses', reason: byEndpoint },
  { name: 'log_line_prefix', reason: 'Holdfast reads the log by it.' },
  { name: 'log_statement', reason: 'It would write passwords to the log; use pgaudit.' },
  { name: 'logging_collector', reason: 'Holdfast reads the log.' },
  { name: 'max_replication_slots', reason: manages },
  { name: 'max_wal_senders', reason: manages },
  { name: 'max_worker_processes', reason: followsNode },
  { name: 'password_encryption', reason: 'Passwords are kept as SCRAM-SHA-256 only.' },
  { name: 'port', reason: byEndpoint },
  { name: 'shared_buffers', reason: followsNode },
  { name: 'shared_preload_libraries', reason: 'Use rdb.enable_pgaudit to load pgaudit.' },
  { name: 'ssl', reason: 'Connections are encrypted.' },
  { name: 'ssl_min_protocol_version', reason: 'Older protocols are not secure.' },
  {
    name: 'superuser_reserved_connections',
    reason: 'They keep a way in for Holdfast when all others are taken.',
  },
  { name: 'wal_level', reason: 'Use rdb.enable_logical_replication.' },
]
