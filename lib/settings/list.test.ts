import { describe, expect, test } from 'vitest'
import {
  appliedList,
  mergeSettings,
  overridesIn,
  replaceSettings,
  shownSettings,
  type SettingsRow,
} from './list.ts'
import { nodeValues } from './node-values.ts'
import { settingWarnings } from './warnings.ts'

const fresh: SettingsRow = {
  engine: 'PostgreSQL-17',
  nodeType: 'db-dev-s',
  memoryBytes: BigInt(2 * 1024 ** 3),
  settings: [],
  settingsGeneration: 0,
}
const followed = [
  ['effective_cache_size', '1300'],
  ['maintenance_work_mem', '150'],
  ['max_connections', '100'],
  ['max_parallel_workers', '0'],
  ['max_parallel_workers_per_gather', '0'],
  ['work_mem', '4'],
].map(([name = '', value = '']) => ({ name, value }))

const after = (settings: SettingsRow['settings'], row = fresh): SettingsRow => ({
  ...row,
  settings,
  settingsGeneration: row.settingsGeneration + 1,
})

describe('the list of settings of an instance', () => {
  test('a new instance shows what follows from its node, as the API documents it', () => {
    expect(shownSettings(fresh)).toEqual(followed)
    const four = { memoryBytes: 4 * 1024 ** 3, vcpus: 3 }
    expect(nodeValues('postgresql', four)).toEqual({
      effective_cache_size: '2700',
      maintenance_work_mem: '300',
      max_connections: '150',
      max_parallel_workers: '1',
      max_parallel_workers_per_gather: '0',
      work_mem: '8',
    })
    expect(nodeValues('mysql', { memoryBytes: 2 * 1024 ** 3, vcpus: 2 })).toEqual({
      max_connections: '100',
    })
  })

  test('adding keeps what is there and its order; what follows the node is no override', () => {
    const row = after(mergeSettings(fresh, [{ name: 'jit', value: 'off' }], []))
    expect(shownSettings(row)).toEqual([...followed, { name: 'jit', value: 'off' }])
    expect(overridesIn(row.settings)).toEqual([{ name: 'jit', value: 'off' }])
  })

  test('replacing echoes exactly what was sent, in order', () => {
    const sent = [
      { name: 'work_mem', value: '4' },
      { name: 'jit', value: 'off' },
      { name: 'max_connections', value: '120' },
    ]
    const row = after(replaceSettings(fresh, sent))
    expect(shownSettings(row)).toEqual(sent)
    expect(overridesIn(row.settings)).toEqual(sent.slice(1))
    expect(shownSettings(after(replaceSettings(row, []), row))).toEqual([])
  })

  test('removing an override brings back the default or what follows from the node', () => {
    const sent = [
      { name: 'jit', value: 'off' },
      { name: 'max_connections', value: '120' },
    ]
    const row = after(replaceSettings(fresh, sent))
    const removed = after(mergeSettings(row, [], ['jit', 'max_connections', 'work_mem']), row)
    expect(shownSettings(removed)).toEqual([
      { name: 'max_connections', value: '100' },
      { name: 'work_mem', value: '4' },
    ])
    expect(overridesIn(removed.settings)).toEqual([])
  })

  test('what follows the node follows it to another size', () => {
    const row = after(mergeSettings(fresh, [{ name: 'jit', value: 'off' }], []))
    const larger = { ...row, nodeType: 'db-dev-m', memoryBytes: BigInt(4 * 1024 ** 3) }
    expect(shownSettings(larger)).toContainEqual({ name: 'max_connections', value: '150' })
  })

  test('settings that wait for a restart count as applied with their former values only', () => {
    const applied = [{ name: 'max_connections', value: '120' }]
    const wanted = [
      { name: 'jit', value: 'off' },
      { name: 'max_connections', value: '90' },
      { name: 'track_commit_timestamp', value: 'on' },
    ]
    const waiting = ['max_connections', 'track_commit_timestamp']
    expect(appliedList(wanted, applied, waiting)).toEqual([
      { name: 'jit', value: 'off' },
      { name: 'max_connections', value: '120' },
    ])
    expect(appliedList([], applied, ['max_connections'])).toEqual(applied)
  })
})

test('combinations that could bring the node down are warned of, and harmless ones are not', () => {
  const memory = 2 * 1024 ** 3
  const about = (values: Record<string, string>, engine = 'PostgreSQL-17'): string[][] =>
    settingWarnings(engine, memory, new Map(Object.entries(values))).map(({ names }) => [...names])
  const fine = {
    max_connections: '100',
    work_mem: '4',
    maintenance_work_mem: '150',
    max_locks_per_transaction: '64',
    effective_cache_size: '1300',
    checkpoint_timeout: '300',
    'pgaudit.log': 'none',
  }
  expect(about(fine)).toEqual([])
  expect(about({ ...fine, work_mem: '64' })).toEqual([['max_connections', 'work_mem']])
  expect(about({ ...fine, max_locks_per_transaction: '100000' })).toHaveLength(1)
  expect(about({ ...fine, 'pgaudit.log': 'READ' })).toEqual([['pgaudit.log']])
  expect(about({ ...fine, 'pgaudit.log': 'READ', 'rdb.enable_pgaudit': 'on' })).toEqual([])
  const mysql = {
    max_connections: '100',
    sort_buffer_size: '262144',
    thread_stack: '1024',
    sql_mode: 'STRICT_TRANS_TABLES',
  }
  expect(about(mysql, 'MySQL-9.7')).toEqual([])
  expect(about({ ...mysql, max_connections: '5000' }, 'MySQL-9.7')).toHaveLength(1)
  expect(about({ ...mysql, sql_mode: '' }, 'MySQL-9.7')).toEqual([['sql_mode']])
})
