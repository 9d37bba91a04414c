import { describe, expect, test } from 'vitest'
import { catalogueOf } from './catalogue/catalogue.ts'
import { timeZones } from './catalogue/time-zones.ts'
import {
  isSameValue,
  refuseInitSettings,
  refuseSettingNames,
  refuseSettings,
  refuseValue,
} from './validate.ts'

const postgresql = catalogueOf('PostgreSQL-17')
const mysql = catalogueOf('MySQL-9.7')

function refusal(engine: string, name: string, value: string): string | null {
  const [first] = refuseSettings(catalogueOf(engine), engine.replace('-', ' '), [{ name, value }])
  return first?.message ?? null
}

describe('one value', () => {
  test.each([
    ['PostgreSQL-17', 'work_mem', '4', null],
    ['PostgreSQL-17', 'work_mem', '4MB', 'Enter a whole number of MB, without the unit.'],
    ['PostgreSQL-17', 'work_mem', '4.5', 'Enter a whole number of MB, without the unit.'],
    ['PostgreSQL-17', 'work_mem', '', 'Enter a whole number of MB, without the unit.'],
    ['PostgreSQL-17', 'work_mem', ' 4', 'Enter a whole number of MB, without the unit.'],
    ['PostgreSQL-17', 'work_mem', '1e3', 'Enter a whole number of MB, without the unit.'],
    ['PostgreSQL-17', 'work_mem', '0', 'Enter 1 to 2097151 MB.'],
    ['PostgreSQL-17', 'work_mem', '2097152', 'Enter 1 to 2097151 MB.'],
    ['PostgreSQL-17', 'work_mem', '-1', 'Enter 1 to 2097151 MB.'],
    ['PostgreSQL-17', 'max_connections', '49', 'Enter 50 to 10000.'],
    ['PostgreSQL-17', 'max_connections', 'many', 'Enter a whole number.'],
    ['PostgreSQL-17', 'temp_file_limit', '-1', null],
    ['PostgreSQL-17', 'random_page_cost', '1.1', null],
    ['PostgreSQL-17', 'random_page_cost', '1,1', 'Enter a number.'],
    ['PostgreSQL-17', 'random_page_cost', '11', 'Enter 0.1 to 10.'],
    ['PostgreSQL-17', 'random_page_cost', 'NaN', 'Enter a number.'],
    ['PostgreSQL-17', 'jit', 'off', null],
    ['PostgreSQL-17', 'jit', 'OFF', null],
    ['PostgreSQL-17', 'jit', 'maybe', 'Use on or off.'],
    ['PostgreSQL-17', 'pg_stat_statements.track', 'all', null],
    ['PostgreSQL-17', 'pg_stat_statements.track', 'ALL', 'Enter one of top, all, none.'],
    ['PostgreSQL-17', 'pgaudit.log', 'none', null],
    ['PostgreSQL-17', 'pgaudit.log', 'ALL', null],
    ['PostgreSQL-17', 'pgaudit.log', 'READ,WRITE,MISC_SET,MISC', null],
    ['PostgreSQL-17', 'pgaudit.role', '', null],
    ['PostgreSQL-17', 'pgaudit.role', 'auditor_1', null],
    ['PostgreSQL-17', 'pgaudit.role', '1auditor', 'Enter the name of a role, or empty.'],
    ['PostgreSQL-17', 'timezone', 'Europe/Paris', null],
    ['PostgreSQL-17', 'timezone', 'UTC', null],
    ['PostgreSQL-17', 'timezone', 'Etc', 'Enter a time zone such as Europe/Paris or UTC.'],
    ['PostgreSQL-17', 'timezone', "UTC'\n", 'Enter a time zone such as Europe/Paris or UTC.'],
    ['MySQL-9.7', 'max_allowed_packet', '64', null],
    ['MySQL-9.7', 'max_allowed_packet', '64M', 'Enter a whole number of M, without the unit.'],
    ['MySQL-9.7', 'sql_mode', '', null],
    ['MySQL-9.7', 'sql_mode', 'NO_ZERO_DATE,ALLOW_INVALID_DATES', null],
    ['MySQL-9.7', 'transaction_isolation', 'READ-COMMITTED', null],
    ['MySQL-9.7', 'slow_query_log', 'on', null],
    ['MySQL-9.7', 'thread_stack', '128', 'Enter 256 to 10240 K.'],
  ])('%s %s = %j', (engine, name, value, message) => {
    expect(refusal(engine, name, value)).toBe(message)
  })

  test('classes of pgaudit come once each and without spaces, and modes of SQL are known', () => {
    for (const value of [
      'READ,READ',
      'READ, WRITE',
      'READ,WRITE,READ',
      'read',
      'READ,',
      'ALL,READ',
    ]) {
      expect(refusal('PostgreSQL-18', 'pgaudit.log', value)).toMatch(/^Enter none, ALL, or some of/)
    }
    expect(refusal('MySQL-9.7', 'sql_mode', 'ANSI')).toMatch(/^Enter some of ONLY_FULL_GROUP_BY/)
    expect(refusal('MySQL-9.7', 'character_set_server', 'latin9')).toMatch(/^Enter one of armscii8/)
  })

  test('every default is a value that the setting can have, on every version', () => {
    for (const version of ['PostgreSQL-15', 'PostgreSQL-17', 'PostgreSQL-18', 'MySQL-9.7']) {
      const { settings, initSettings } = catalogueOf(version)
      for (const setting of [...settings, ...initSettings]) {
        expect([setting.name, refuseValue(setting, setting.defaultValue)]).toEqual([
          setting.name,
          null,
        ])
      }
    }
  })

  test('every time zone of the list can be chosen, and no part of one', () => {
    const zone = postgresql.settings.find(({ name }) => name === 'timezone')
    if (!zone) throw new Error('no time zone')
    expect(timeZones.length).toBeGreaterThan(300)
    expect(timeZones.filter((name) => refuseValue(zone, name) !== null)).toEqual([])
    expect(refuseValue(zone, 'Europe')).not.toBeNull()
  })

  test('values that the engine reads alike are the same', () => {
    const find = (name: string) => {
      const found = postgresql.settings.find((setting) => setting.name === name)
      if (!found) throw new Error(name)
      return found
    }
    expect(isSameValue(find('random_page_cost'), '4', '4.0')).toBe(true)
    expect(isSameValue(find('jit'), 'on', 'TRUE')).toBe(true)
    expect(isSameValue(find('timezone'), 'UTC', 'GMT')).toBe(false)
  })
})

describe('a list of settings', () => {
  test('names that are unknown, fixed, initial or there twice are each told apart', () => {
    const found = refuseSettings(mysql, 'MySQL 9.7', [
      { name: 'wait_timeout', value: '100' },
      { name: 'nonsense', value: '1' },
      { name: 'sync_binlog', value: '0' },
      { name: 'lower_case_table_names', value: '1' },
      { name: 'wait_timeout', value: '200' },
      { name: 'default_authentication_plugin', value: 'mysql_native_password' },
    ])
    expect(found).toEqual([
      {
        argument: 'settings.1.name',
        reason: 'unknown',
        message: 'nonsense is not a setting of MySQL 9.7.',
      },
      {
        argument: 'settings.2.name',
        reason: 'constraint',
        message: 'sync_binlog cannot be changed. Turning it off could lose data, so it stays on.',
      },
      {
        argument: 'settings.3.name',
        reason: 'constraint',
        message: 'lower_case_table_names can only be chosen when the instance is created.',
      },
      {
        argument: 'settings.4.name',
        reason: 'constraint',
        message: 'wait_timeout is in the list more than once.',
      },
      {
        argument: 'settings.5.name',
        reason: 'constraint',
        message:
          'default_authentication_plugin cannot be changed. MySQL 9 does not have it; users sign in by caching_sha2_password.',
      },
    ])
  })

  test('a setting of a later version is unknown to an earlier one', () => {
    expect(refusal('PostgreSQL-15', 'sync_replication_slots', 'on')).toBe(
      'sync_replication_slots is not a setting of PostgreSQL 15.',
    )
    expect(refusal('PostgreSQL-17', 'sync_replication_slots', 'on')).toBeNull()
  })

  test('names to reset are known and once each', () => {
    const found = refuseSettingNames(postgresql, 'PostgreSQL 17', ['jit', 'fsync', 'jit', 'x'])
    expect(found.map(({ argument, message }) => [argument, message])).toEqual([
      [
        'settingNames.1',
        'fsync cannot be changed. Turning it off could lose data, so it stays on.',
      ],
      ['settingNames.2', 'jit is in the list more than once.'],
      ['settingNames.3', 'x is not a setting of PostgreSQL 17.'],
    ])
  })

  test('initial settings are those of the engine, once each, within their range', () => {
    const name = 'lower_case_table_names'
    expect(refuseInitSettings(mysql, 'MySQL 9.7', [{ name, value: '1' }])).toEqual([])
    expect(refuseInitSettings(mysql, 'MySQL 9.7', [{ name, value: '2' }])[0]?.message).toBe(
      'Enter 0 to 1.',
    )
    const twice = [
      { name, value: '1' },
      { name, value: '0' },
    ]
    expect(refuseInitSettings(mysql, 'MySQL 9.7', twice)[0]?.argument).toBe('initSettings.1')
    expect(
      refuseInitSettings(postgresql, 'PostgreSQL 17', [{ name, value: '1' }])[0]?.message,
    ).toBe('lower_case_table_names is no initial setting of PostgreSQL 17.')
  })

  test('no fixed name is also a setting, and names are sorted and unique', () => {
    for (const version of ['PostgreSQL-15', 'PostgreSQL-17', 'PostgreSQL-18', 'MySQL-9.7']) {
      const { settings, fixed } = catalogueOf(version)
      const names = settings.map(({ name }) => name)
      expect(names).toEqual([...new Set(names)].sort())
      expect(fixed.filter(({ name }) => names.includes(name))).toEqual([])
    }
    expect(catalogueOf('PostgreSQL-17').settings).toHaveLength(57)
    expect(catalogueOf('PostgreSQL-15').settings).toHaveLength(55)
    expect(mysql.settings).toHaveLength(33)
  })
})
