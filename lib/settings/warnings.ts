import { engineOf } from '@/lib/instances/engines.ts'
import { formatBytes } from '@/lib/format/bytes.ts'

interface SettingWarning {
  /** The settings that it is about. */
  names: readonly string[]
  message: string
}

const mebibyte = 1024 ** 2
/** Shared memory of one lock and what belongs to it, measured on PostgreSQL 15 to 18. */
const lockBytes = 300
/** Autovacuum workers that may be at work at once. */
const autovacuumWorkers = 3

interface Memory {
  memoryBytes: number
  number: (name: string) => number
  word: (name: string) => string
}

function postgresqlWarnings({ memoryBytes, number, word }: Memory): SettingWarning[] {
  const warnings: SettingWarning[] = []
  const warn = (names: string[], message: string): void => {
    warnings.push({ names, message })
  }
  const memory = formatBytes(memoryBytes)
  const sorts = number('max_connections') * number('work_mem') * mebibyte
  if (sorts > memoryBytes * 0.75) {
    warn(
      ['max_connections', 'work_mem'],
      `If every connection sorts at once, that takes ${formatBytes(sorts)}; the node has ${memory}.`,
    )
  }
  const maintenance = number('maintenance_work_mem') * mebibyte * autovacuumWorkers
  if (maintenance > memoryBytes / 2) {
    warn(
      ['maintenance_work_mem'],
      `Autovacuum may take ${formatBytes(maintenance)} with its ${String(autovacuumWorkers)} workers; the node has ${memory}.`,
    )
  }
  const locks = number('max_locks_per_transaction') * number('max_connections') * lockBytes
  if (locks > memoryBytes / 8) {
    warn(
      ['max_connections', 'max_locks_per_transaction'],
      `The lock table takes about ${formatBytes(locks)} of shared memory; the node has ${memory}. The engine may not start.`,
    )
  }
  if (number('effective_cache_size') * mebibyte > memoryBytes) {
    warn(
      ['effective_cache_size'],
      `The planner would count on more cache than the node has memory (${memory}).`,
    )
  }
  if (number('checkpoint_timeout') < 60) {
    warn(['checkpoint_timeout'], 'Checkpoints this close together write the same pages often.')
  }
  if (word('pgaudit.log') !== 'none' && word('rdb.enable_pgaudit') !== 'on') {
    warn(['pgaudit.log'], 'Nothing is logged until rdb.enable_pgaudit is on.')
  }
  return warnings
}

function mysqlWarnings({ memoryBytes, number, word }: Memory): SettingWarning[] {
  const warnings: SettingWarning[] = []
  const each = number('sort_buffer_size') + number('thread_stack') * 1024 + mebibyte
  const sessions = number('max_connections') * each
  if (sessions > memoryBytes / 2) {
    warnings.push({
      names: ['max_connections', 'sort_buffer_size', 'thread_stack'],
      message: `If every connection sorts at once, that takes ${formatBytes(sessions)} beside the buffer pool; the node has ${formatBytes(memoryBytes)}.`,
    })
  }
  if (word('log_bin_trust_function_creators') === 'off') {
    const message = 'Users can then create neither functions nor triggers.'
    warnings.push({ names: ['log_bin_trust_function_creators'], message })
  }
  if (!word('sql_mode').includes('strict_trans_tables')) {
    const message = 'Without STRICT_TRANS_TABLES values that do not fit are changed silently.'
    warnings.push({ names: ['sql_mode'], message })
  }
  if (word('local_infile') === 'on') {
    const message = 'A client that is misled can then hand files of its own machine to the server.'
    warnings.push({ names: ['local_infile'], message })
  }
  return warnings
}

/** Combinations of values that are allowed and dangerous on a node of this memory. */
export function settingWarnings(
  engineVersion: string,
  memoryBytes: number,
  values: ReadonlyMap<string, string>,
): SettingWarning[] {
  const facts: Memory = {
    memoryBytes,
    number: (name) => Number(values.get(name) ?? 0),
    word: (name) => (values.get(name) ?? '').toLowerCase(),
  }
  return engineOf(engineVersion).name === 'mysql' ? mysqlWarnings(facts) : postgresqlWarnings(facts)
}
