import type { Client } from 'pg'
import type { NodeCredentials, NodeSpec } from '@/agent/engines/driver.ts'
import { versionOf, wantedOf } from '@/agent/engines/live-settings.ts'
import type { ObservedSetting, SettingsVerbs } from '@/agent/engines/live-settings.ts'
import { withPlainSession, withSession } from '@/agent/engines/postgresql/session.ts'
import { fromEngine, isEffective } from '@/agent/engines/postgresql/setting-values.ts'
import { waitUntil } from '@/agent/process/ready.ts'
import { catalogueOf } from '@/lib/settings/catalogue/catalogue.ts'
import type { SettingDefinition } from '@/lib/settings/catalogue/definition.ts'

const reloadTimeoutMs = 10_000

interface EngineRow {
  name: string
  setting: string
  unit: string | null
}

/** Switches of Holdfast's own, as the engine's parameters show them. */
const ownSwitches: Readonly<Record<string, { parameter: string; shows: RegExp }>> = {
  'rdb.enable_pgaudit': { parameter: 'shared_preload_libraries', shows: /\bpgaudit\b/ },
  'rdb.enable_logical_replication': { parameter: 'wal_level', shows: /^logical$/ },
}

async function readRows(client: Client, names: readonly string[]): Promise<Map<string, EngineRow>> {
  const { rows } = await client.query<EngineRow>(
    `SELECT lower(name) AS name, setting, unit FROM pg_settings WHERE lower(name) = ANY($1)`,
    [names],
  )
  return new Map(rows.map((row) => [row.name, row]))
}

function observed(
  definition: SettingDefinition,
  wanted: string,
  rows: ReadonlyMap<string, EngineRow>,
): ObservedSetting {
  const { name } = definition
  const own = ownSwitches[name]
  if (own) {
    const isOn = own.shows.test(rows.get(own.parameter)?.setting ?? '')
    const value = isOn ? 'on' : 'off'
    return {
      name,
      value,
      isEffective: isEffective(definition, wanted, { setting: value, unit: null }),
    }
  }
  const row = rows.get(name)
  // Parameters of a library that is not loaded do not exist; they take effect together with it.
  if (!row) return { name, value: wanted, isEffective: true }
  // With 0 the engine shows what the system does instead.
  if (name.startsWith('tcp_keepalives_') && wanted === '0') {
    return { name, value: wanted, isEffective: true }
  }
  return {
    name,
    value: fromEngine(definition, row),
    isEffective: isEffective(definition, wanted, row),
  }
}

async function observe(spec: NodeSpec, credentials: NodeCredentials): Promise<ObservedSetting[]> {
  const { settings } = catalogueOf(versionOf(spec))
  const wanted = wantedOf(spec)
  const names = [
    ...settings.map(({ name }) => name),
    ...Object.values(ownSwitches).map(({ parameter }) => parameter),
  ]
  const rows = await withPlainSession(spec, credentials, (client) => readRows(client, names))
  return settings.map((definition) =>
    observed(definition, wanted.get(definition.name) ?? definition.defaultValue, rows),
  )
}

async function loadedAt(client: Client): Promise<string> {
  const { rows } = await client.query<{ at: string }>('SELECT pg_conf_load_time()::text AS at')
  return rows[0]?.at ?? ''
}

/** New sessions inherit what the server has read, so one of them tells when it has. */
async function apply(spec: NodeSpec, credentials: NodeCredentials): Promise<void> {
  const before = await withSession(spec, credentials, 'postgres', async (client) => {
    const at = await loadedAt(client)
    await client.query('SELECT pg_reload_conf()')
    return at
  })
  await waitUntil(async () => (await withPlainSession(spec, credentials, loadedAt)) !== before, {
    timeoutMs: reloadTimeoutMs,
    intervalMs: 20,
    label: 'the server to read its settings',
  })
}

/** See `SettingsVerbs`. */
export const postgresqlSettings: SettingsVerbs = { apply, observe }
