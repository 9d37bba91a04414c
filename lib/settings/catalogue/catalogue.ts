import { parseEngineVersion, type EngineName } from '@/lib/instances/engines.ts'
import type { FixedSetting, SettingDefinition } from './definition.ts'
import { mysqlFixed, mysqlInitSettings, mysqlSettings } from './mysql.ts'
import { postgresqlFixed, postgresqlSettings } from './postgresql.ts'

/** Everything about the settings of one engine version. */
export interface SettingsCatalogue {
  engine: EngineName
  /** By name. */
  settings: readonly SettingDefinition[]
  initSettings: readonly SettingDefinition[]
  fixed: readonly FixedSetting[]
}

const known = new Map<string, SettingsCatalogue>()

/** The catalogue of an engine version, for example of PostgreSQL-17; throws for an unknown engine. */
export function catalogueOf(engineVersion: string): SettingsCatalogue {
  const present = known.get(engineVersion)
  if (present) return present
  const parsed = parseEngineVersion(engineVersion)
  if (!parsed) throw new Error(`unknown engine version ${engineVersion}`)
  const catalogue: SettingsCatalogue =
    parsed.engine === 'mysql'
      ? {
          engine: 'mysql',
          settings: mysqlSettings,
          initSettings: mysqlInitSettings,
          fixed: mysqlFixed,
        }
      : {
          engine: 'postgresql',
          settings: postgresqlSettings(Number.parseInt(parsed.version, 10)),
          initSettings: [],
          fixed: postgresqlFixed,
        }
  known.set(engineVersion, catalogue)
  return catalogue
}

/** The definition of a setting; null for a name that users cannot set. */
export function findSetting(catalogue: SettingsCatalogue, name: string): SettingDefinition | null {
  return catalogue.settings.find((setting) => setting.name === name) ?? null
}
