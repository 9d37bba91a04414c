import { escapeId } from 'mysql2'
import type { Connection } from 'mysql2'
import type { NodeCredentials, NodeSpec } from '@/agent/engines/driver.ts'
import { versionOf, wantedOf } from '@/agent/engines/live-settings.ts'
import type { ObservedSetting, SettingsVerbs } from '@/agent/engines/live-settings.ts'
import { query, withSession } from '@/agent/engines/mysql/session.ts'
import {
  fromEngine,
  isEffective,
  toFileValue,
  toStatement,
  variableOf,
} from '@/agent/engines/mysql/setting-values.ts'
import { ensureTimeZones } from '@/agent/engines/mysql/time-zones.ts'
import { EngineRefusal } from '@/agent/engines/refusal.ts'
import { catalogueOf } from '@/lib/settings/catalogue/catalogue.ts'

async function read(spec: NodeSpec, connection: Connection): Promise<ObservedSetting[]> {
  const { settings } = catalogueOf(versionOf(spec))
  const wanted = wantedOf(spec)
  const names = settings.map(({ name }) => variableOf(name))
  const rows = await query<{ name: string; value: string }>(
    connection,
    `SELECT VARIABLE_NAME AS name, VARIABLE_VALUE AS value FROM performance_schema.global_variables
     WHERE VARIABLE_NAME IN (${names.map(() => '?').join(', ')})`,
    names,
  )
  const values = new Map(rows.map(({ name, value }) => [name, value]))
  return settings.map((definition) => {
    const { name, defaultValue } = definition
    const value = values.get(variableOf(name))
    if (value === undefined) throw new Error(`The server does not know ${variableOf(name)}.`)
    return {
      name,
      value: fromEngine(definition, value),
      isEffective: isEffective(definition, wanted.get(name) ?? defaultValue, value),
    }
  })
}

/** What the server says against a value is for the user. */
async function set(connection: Connection, variable: string, value: string): Promise<void> {
  await query(connection, `SET GLOBAL ${escapeId(variable)} = ${value}`).catch((error: unknown) => {
    if (!(error instanceof Error) || !('sqlMessage' in error)) throw error
    throw new EngineRefusal(`The engine did not take ${variable}: ${String(error.sqlMessage)}.`)
  })
}

/** Sessions that are open keep what they have; MySQL gives new values to new sessions only. */
async function apply(spec: NodeSpec, credentials: NodeCredentials): Promise<void> {
  const { settings } = catalogueOf(versionOf(spec))
  const wanted = wantedOf(spec)
  await withSession(spec, credentials, async (connection) => {
    for (const { name, isEffective: isDone } of await read(spec, connection)) {
      const definition = settings.find((known) => known.name === name)
      if (isDone || definition?.isHot !== true) continue
      const value = wanted.get(name) ?? definition.defaultValue
      if (name === 'default_time_zone') {
        await ensureTimeZones(spec, connection, toFileValue(definition, value))
      }
      await set(connection, variableOf(name), toStatement(definition, value))
    }
  })
}

/** See `SettingsVerbs`. */
export const mysqlSettings: SettingsVerbs = {
  apply,
  observe: (spec, credentials) =>
    withSession(spec, credentials, (connection) => read(spec, connection)),
}
