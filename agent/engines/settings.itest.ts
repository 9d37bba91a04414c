import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chmod } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ServerCertificate } from '@/agent/engines/driver.ts'
import { versionOf } from '@/agent/engines/live-settings.ts'
import { query, withSession as withMysql } from '@/agent/engines/mysql/session.ts'
import { variableOf } from '@/agent/engines/mysql/setting-values.ts'
import { withPlainSession } from '@/agent/engines/postgresql/session.ts'
import { testAuthority, testCertificate } from '@/agent/engines/testing/certificate.ts'
import { testNode, testNodeDirectory, type TestNode } from '@/agent/engines/testing/node.ts'
import { testPack } from '@/agent/packs/testing.ts'
import { killAllIn } from '@/agent/process/stop.ts'
import { generatePassword } from '@/lib/crypto/passwords.ts'
import { monotonicMs } from '@/lib/clock/clock.ts'
import { catalogueOf } from '@/lib/settings/catalogue/catalogue.ts'
import type { SettingDefinition } from '@/lib/settings/catalogue/definition.ts'
import { nodeValues } from '@/lib/settings/node-values.ts'

interface EngineFact {
  min: number | null
  max: number | null
  isHot: boolean
  /** How many of the catalogue's unit one of the engine's is. */
  unit: string | null
}

const factors: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1024,
  K: 1024,
  '8kB': 8192,
  MB: 1024 ** 2,
  M: 1024 ** 2,
  ms: 1,
  s: 1000,
}

function number(text: string | null): number | null {
  return text === null || text === '' ? null : Number(text)
}

async function postgresqlFacts(node: TestNode): Promise<Map<string, EngineFact>> {
  const rows = await withPlainSession(node.spec, node.credentials, async (client) => {
    const { rows: found } = await client.query<{
      name: string
      min: string | null
      max: string | null
      unit: string | null
      context: string
    }>('SELECT lower(name) AS name, min_val AS min, max_val AS max, unit, context FROM pg_settings')
    return found
  })
  return new Map(
    rows.map(({ name, min, max, unit, context }) => [
      name,
      { min: number(min), max: number(max), unit, isHot: context !== 'postmaster' },
    ]),
  )
}

async function mysqlFacts(
  node: TestNode,
  settings: readonly SettingDefinition[],
): Promise<Map<string, EngineFact>> {
  return withMysql(node.spec, node.credentials, async (connection) => {
    const rows = await query<{ name: string; min: string; max: string }>(
      connection,
      `SELECT VARIABLE_NAME AS name, MIN_VALUE AS min, MAX_VALUE AS max
       FROM performance_schema.variables_info`,
    )
    const facts = new Map<string, EngineFact>()
    for (const { name } of settings) {
      const row = rows.find((known) => known.name === variableOf(name))
      if (!row) continue
      const isHot = await query(
        connection,
        `SET GLOBAL ${variableOf(name)} = @@GLOBAL.${variableOf(name)}`,
      ).then(
        () => true,
        (error: unknown) => !String(error).includes('read only'),
      )
      facts.set(name, { min: number(row.min), max: number(row.max), unit: null, isHot })
    }
    return facts
  })
}

let root: string
let certificate: ServerCertificate

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'holdfast-settings-'))
  await chmod(root, 0o711)
  certificate = await testCertificate(await testAuthority())
})

afterAll(async () => {
  await killAllIn(root)
  await rm(root, { recursive: true, force: true })
})

const versions = [
  ['postgresql', '15'],
  ['postgresql', '17'],
  ['postgresql', '18'],
  ['mysql', '9.7'],
] as const

/** A value other than the default that every engine takes. */
const others: Readonly<Record<string, string>> = {
  'pg_stat_statements.track': 'all',
  'pgaudit.log': 'READ,DDL',
  'pgaudit.role': 'auditor',
  character_set_server: 'latin1',
  default_time_zone: 'Europe/Paris',
  innodb_flush_method: 'fsync',
  innodb_ft_max_token_size: '80',
  log_bin_trust_function_creators: 'OFF',
  sql_mode: 'NO_ZERO_DATE,STRICT_TRANS_TABLES',
  timezone: 'America/New_York',
  transaction_isolation: 'READ-COMMITTED',
  max_connections: '77',
  temp_buffers: '8200',
  bgwriter_flush_after: '1000',
  statement_timeout: '90000',
  lock_wait_timeout: '1000',
  interactive_timeout: '100',
  wait_timeout: '100',
  temp_file_limit: '100000',
  effective_io_concurrency: '4',
}

function otherValue({ name, type, defaultValue, min = 0 }: SettingDefinition): string {
  const known = others[name]
  if (known !== undefined) return known
  if (type === 'BOOLEAN') return defaultValue.toLowerCase() === 'on' ? 'off' : 'on'
  return String(
    Number(defaultValue) === min ? min + 1 : type === 'FLOAT' ? min + 1 : Number(defaultValue) + 1,
  )
}

describe.each(versions)('%s %s', (product, version) => {
  let node: TestNode
  let settings: readonly SettingDefinition[]

  beforeAll(async () => {
    const pack = await testPack(product, version)
    const directory = testNodeDirectory(
      root,
      versions.findIndex(([p, v]) => p === product && v === version),
    )
    const password = generatePassword(40)
    node = await testNode(pack, directory, password, certificate)
    settings = catalogueOf(versionOf(node.spec)).settings
    await node.driver.prepare(pack, join(directory, 'data'), node.credentials)
    await node.start()
  })

  afterAll(async () => {
    await node.stop()
  })

  test('a fresh node has the default, or the value of its size, of every setting', async () => {
    const observed = await node.driver.settings.observe(node.spec, node.credentials)
    const values = nodeValues(node.spec.engine, node.spec)
    expect(observed.filter(({ isEffective }) => !isEffective)).toEqual([])
    for (const { name, defaultValue, type } of settings) {
      const value = observed.find((known) => known.name === name)?.value
      const expected = values[name] ?? defaultValue
      const isNumber = type === 'INT' || type === 'FLOAT'
      expect([name, isNumber ? Number(value) : value]).toEqual([
        name,
        isNumber ? Number(expected) : expected,
      ])
    }
  })

  test('every setting exists, its range is within the engine’s, and it is hot as the engine says', async () => {
    const facts =
      product === 'mysql' ? await mysqlFacts(node, settings) : await postgresqlFacts(node)
    for (const { name, min, max, unit, isHot } of settings) {
      if (name.startsWith('rdb.') || name.startsWith('pgaudit.')) continue
      const fact = facts.get(name)
      expect([name, fact?.isHot]).toEqual([name, isHot])
      if (min === undefined || max === undefined || !fact?.max) continue
      const factor = unit === null ? 1 : (factors[unit] ?? 1) / (factors[fact.unit ?? 'B'] ?? 1)
      const scale = product === 'postgresql' && unit !== null && fact.unit === unit ? 1 : factor
      expect([name, min < 0 ? min : min * scale]).toEqual([
        name,
        expect.toSatisfy((low: number) => low >= (fact.min ?? 0)),
      ])
      expect([name, max * scale]).toEqual([
        name,
        expect.toSatisfy((high: number) => high <= (fact.max ?? 0)),
      ])
    }
  })

  test('every hot setting reaches the running engine within two seconds, and back', async () => {
    const process = await node.find()
    const hot = settings.filter(({ isHot, name }) => isHot && !name.startsWith('pgaudit.'))
    const changed = hot.map((definition) => ({
      name: definition.name,
      value: otherValue(definition),
    }))
    const startedAt = monotonicMs()
    const spec = { ...node.spec, settings: changed }
    await node.driver.configure(spec, certificate)
    await node.driver.settings.apply(spec, node.credentials)
    const observed = await node.driver.settings.observe(spec, node.credentials)
    // The first name of a time zone fills MySQL's tables of zones.
    expect(monotonicMs() - startedAt).toBeLessThan(product === 'mysql' ? 10_000 : 2_000)
    const hotNames = new Set(hot.map(({ name }) => name))
    expect(observed.filter(({ name, isEffective }) => hotNames.has(name) && !isEffective)).toEqual(
      [],
    )
    await node.driver.configure(node.spec, certificate)
    await node.driver.settings.apply(node.spec, node.credentials)
    const back = await node.driver.settings.observe(node.spec, node.credentials)
    expect(back.filter(({ isEffective }) => !isEffective)).toEqual([])
    expect(await node.find()).toEqual(process)
  })

  test('every other setting is effective after a restart, and waits until then', async () => {
    const changed = settings.map((definition) => ({
      name: definition.name,
      value: otherValue(definition),
    }))
    node.spec.settings = changed
    await node.driver.configure(node.spec, certificate)
    await node.driver.settings.apply(node.spec, node.credentials)
    const before = await node.driver.settings.observe(node.spec, node.credentials)
    const waiting = before.filter(({ isEffective }) => !isEffective).map(({ name }) => name)
    const cold = settings.filter(({ isHot }) => !isHot).map(({ name }) => name)
    expect(waiting).toEqual(cold)
    await node.stop()
    await node.start()
    const after = await node.driver.settings.observe(node.spec, node.credentials)
    expect(after.filter(({ isEffective }) => !isEffective)).toEqual([])
    const byName = new Map(after.map(({ name, value }) => [name, value]))
    for (const { name, value } of changed) {
      const definition = settings.find((known) => known.name === name)
      if (
        definition?.type === 'INT' &&
        name !== 'temp_buffers' &&
        name !== 'bgwriter_flush_after'
      ) {
        expect([name, byName.get(name)]).toEqual([name, value])
      }
    }
  })
})
