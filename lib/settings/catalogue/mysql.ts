import { choice, flag, float, int, text } from './definition.ts'
import type { FixedSetting, SettingDefinition } from './definition.ts'
import { timeZonePattern } from './time-zones.ts'

const connections = 'Connections'
const memory = 'Memory'
const timeouts = 'Timeouts and locks'
const logging = 'Logging'
const statistics = 'Statistics'
const search = 'Full-text search'
const language = 'Language and time'

const characterSets =
  'armscii8 ascii big5 binary cp1250 cp1251 cp1256 cp1257 cp850 cp852 cp866 cp932 dec8 eucjpms euckr gb18030 gb2312 gbk geostd8 greek hebrew hp8 keybcs2 koi8r koi8u latin1 latin2 latin5 latin7 macce macroman sjis swe7 tis620 ucs2 ujis utf16 utf16le utf32 utf8mb3 utf8mb4'.split(
    ' ',
  )

const sqlModes = [
  'ONLY_FULL_GROUP_BY',
  'STRICT_TRANS_TABLES',
  'NO_ZERO_IN_DATE',
  'NO_ZERO_DATE',
  'ERROR_FOR_DIVISION_BY_ZERO',
  'NO_ENGINE_SUBSTITUTION',
] as const
const sqlMode = `(${[...sqlModes, 'ALLOW_INVALID_DATES'].join('|')})`

/**
 * Settings of MySQL; names, types and bounds are the model's. Whether one needs a restart is the
 * engine's own word, and defaults are what Holdfast's nodes have.
 */
export const mysqlSettings: readonly SettingDefinition[] = [
  int('auto_increment_increment', 1, [1, 65_535], {
    group: 'Replication',
    description: 'Step between generated values of AUTO_INCREMENT columns.',
  }),
  int('auto_increment_offset', 1, [1, 65_535], {
    group: 'Replication',
    description: 'First generated value of AUTO_INCREMENT columns.',
  }),
  choice('character_set_server', 'utf8mb4', characterSets, {
    group: language,
    description: 'Character set of new databases that choose none.',
  }),
  int('connect_timeout', 10, [10, 300], {
    group: connections,
    description: 'Seconds that a client has to sign in.',
  }),
  text('default_time_zone', 'UTC', timeZonePattern, {
    group: language,
    hint: 'a time zone such as Europe/Paris or UTC',
    description: 'Time zone of sessions that choose none.',
  }),
  int('group_concat_max_len', 1024, [1024, 65_536], {
    group: memory,
    description: 'Longest result of GROUP_CONCAT(), in bytes.',
  }),
  choice('innodb_flush_method', 'O_DIRECT', ['fsync', 'O_DIRECT'], {
    group: 'Disk and write-ahead log',
    isHot: false,
    description: "Whether data files bypass the system's cache (O_DIRECT) or not (fsync).",
  }),
  int('innodb_ft_max_token_size', 84, [10, 84], {
    group: search,
    isHot: false,
    description: 'Longest word that full-text indexes hold; existing ones must be built again.',
  }),
  int('innodb_ft_min_token_size', 3, [0, 16], {
    group: search,
    isHot: false,
    description: 'Shortest word that full-text indexes hold; existing ones must be built again.',
  }),
  int('innodb_lock_wait_timeout', 50, [1, 600], {
    group: timeouts,
    description: 'Seconds that a statement waits for a row lock.',
  }),
  flag('innodb_print_all_deadlocks', 'OFF', {
    group: logging,
    description: 'Logs every deadlock, not only the last one.',
  }),
  int('innodb_stats_persistent_sample_pages', 20, [20, 1000], {
    group: 'Planner',
    description: "Pages that ANALYZE TABLE reads of an index for the planner's statistics.",
  }),
  int('interactive_timeout', 21_600, [60, 21_600], {
    group: timeouts,
    description: 'Idle seconds after which an interactive connection is closed.',
  }),
  flag('local_infile', 'OFF', {
    group: connections,
    description: 'Lets clients load files of their own machine (LOAD DATA LOCAL).',
  }),
  int('lock_wait_timeout', 31_536_000, [60, 31_536_000], {
    group: timeouts,
    description: 'Seconds that a statement waits for a lock on the structure of a table.',
  }),
  flag('log_bin_trust_function_creators', 'ON', {
    group: 'Replication',
    description: 'Lets users create functions and triggers; with OFF nobody but Holdfast can.',
  }),
  float('long_query_time', '10', [0, 3600], {
    group: logging,
    description: 'Seconds from which on a statement counts as slow.',
  }),
  int('max_allowed_packet', 64, [4, 1024], {
    group: memory,
    unit: 'M',
    description: 'Largest statement or row; applies to new connections.',
  }),
  int('max_connections', 100, [50, 5000], {
    group: connections,
    description: 'Most connections at once; each costs memory even when idle.',
  }),
  int('max_digest_length', 1024, [1024, 8192], {
    group: statistics,
    isHot: false,
    description: 'Bytes of a statement that tell it from others in statistics.',
  }),
  int('max_prepared_stmt_count', 16_382, [16_382, 1_048_576], {
    group: connections,
    description: 'Most prepared statements of all connections together.',
  }),
  int('min_examined_row_limit', 0, [0, 2_147_483_647], {
    group: logging,
    description: 'Statements that examined fewer rows are not logged as slow.',
  }),
  int('performance_schema_max_digest_length', 1024, [1024, 8192], {
    group: statistics,
    isHot: false,
    description: 'Bytes of a normalised statement that the performance schema keeps.',
  }),
  int('performance_schema_max_sql_text_length', 1024, [1024, 8192], {
    group: statistics,
    isHot: false,
    description: 'Bytes of a statement that the performance schema keeps.',
  }),
  flag('slow_query_log', 'OFF', {
    group: logging,
    description: 'Logs slow statements with their text.',
  }),
  int('sort_buffer_size', 262_144, [32_768, 10_485_760], {
    group: memory,
    description: 'Bytes that one sort may use before it spills to disk.',
  }),
  text('sql_mode', sqlModes.join(','), `^(${sqlMode}(,${sqlMode})*)?$`, {
    group: 'Language and time',
    hint: `some of ${[...sqlModes, 'ALLOW_INVALID_DATES'].join(', ')}, separated by commas, or empty`,
    description: 'How strictly statements and values are checked; applies to new connections.',
  }),
  int('table_definition_cache', 2000, [1000, 20_000], {
    group: memory,
    description: 'Table definitions that are kept in memory.',
  }),
  int('table_open_cache', 2000, [1000, 20_000], {
    group: memory,
    description: 'Tables that are kept open for all connections together.',
  }),
  int('table_open_cache_instances', 4, [1, 16], {
    group: memory,
    isHot: false,
    description: 'Parts of the cache of open tables; more let more sessions use it at once.',
  }),
  int('thread_stack', 1024, [256, 10_240], {
    group: memory,
    unit: 'K',
    isHot: false,
    description: 'Stack of each connection; deep stored programs need more.',
  }),
  choice(
    'transaction_isolation',
    'REPEATABLE-READ',
    ['REPEATABLE-READ', 'READ-COMMITTED', 'READ-UNCOMMITTED', 'SERIALIZABLE'],
    { group: timeouts, description: 'Isolation of transactions that choose none.' },
  ),
  int('wait_timeout', 21_600, [60, 21_600], {
    group: timeouts,
    description: 'Idle seconds after which a connection is closed.',
  }),
]

/** Settings that are chosen when the instance is created and never again. */
export const mysqlInitSettings: readonly SettingDefinition[] = [
  int('lower_case_table_names', 0, [0, 1], {
    group: language,
    isHot: false,
    description: '0: names of tables keep their case and differ by it; 1: they are in lower case.',
  }),
]

const manages = 'Holdfast manages it.'
const keepsData = 'Turning it off could lose data, so it stays on.'
const followsNode = "It follows from the node type's memory."
const replicates = 'Backups and replicas depend on it.'
const byEndpoint = 'Clients reach the engine through its endpoint only.'

/** Parameters that users ask for and that stay as they are. */
export const mysqlFixed: readonly FixedSetting[] = [
  { name: 'bind_address', reason: byEndpoint },
  { name: 'binlog_expire_logs_seconds', reason: replicates },
  { name: 'binlog_format', reason: replicates },
  { name: 'datadir', reason: manages },
  {
    name: 'default_authentication_plugin',
    reason: 'MySQL 9 does not have it; users sign in by caching_sha2_password.',
  },
  { name: 'enforce_gtid_consistency', reason: replicates },
  { name: 'general_log', reason: 'It would write passwords to the log.' },
  { name: 'gtid_mode', reason: replicates },
  { name: 'innodb_buffer_pool_size', reason: followsNode },
  { name: 'innodb_flush_log_at_trx_commit', reason: keepsData },
  { name: 'innodb_redo_log_capacity', reason: followsNode },
  { name: 'log_bin', reason: replicates },
  { name: 'performance_schema', reason: 'Holdfast measures the node by it.' },
  { name: 'port', reason: byEndpoint },
  { name: 'require_secure_transport', reason: 'Chosen when the instance is created.' },
  { name: 'secure_file_priv', reason: "Nobody reads or writes the server's files." },
  { name: 'server_id', reason: manages },
  { name: 'skip_name_resolve', reason: manages },
  { name: 'sync_binlog', reason: keepsData },
  { name: 'tls_version', reason: 'Older protocols are not secure.' },
]
