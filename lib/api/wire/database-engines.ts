import { z } from '@hono/zod-openapi'
import type { EngineVersionDto } from '@/lib/instances/catalogue.ts'
import { engineFacts, engineNames } from '@/lib/instances/engines.ts'
import { catalogueOf } from '@/lib/settings/catalogue/catalogue.ts'
import { pageQuery, queryText, timestamp } from './common.ts'
import { engineSettingSchema, toEngineSetting } from './settings.ts'

const engineVersionSchema = z
  .object({
    version: z.string().openapi({ example: '17' }),
    name: z.string().openapi({ example: 'PostgreSQL-17' }),
    end_of_life: timestamp.nullable(),
    available_settings: z.array(engineSettingSchema),
    available_init_settings: z.array(engineSettingSchema),
    disabled: z.boolean().openapi({ description: 'True when it cannot be created here.' }),
    beta: z.boolean(),
  })
  .openapi('EngineVersion')

const databaseEngineSchema = z
  .object({
    name: z.string().openapi({ example: 'PostgreSQL' }),
    logo_url: z.string(),
    versions: z.array(engineVersionSchema).openapi({ description: 'Newest first.' }),
    region: z.string(),
  })
  .openapi('DatabaseEngine')

export const databaseEnginePageSchema = z
  .object({ engines: z.array(databaseEngineSchema), total_count: z.int() })
  .openapi('ListDatabaseEnginesResponse')

export const listDatabaseEnginesQuery = z.object({
  name: queryText.optional().openapi({ description: 'Letter case does not count.' }),
  version: queryText.optional(),
  ...pageQuery,
})

/** Engines with their versions on the wire, by name; filtered by both when given. */
export function toDatabaseEngines(
  versions: readonly EngineVersionDto[],
  filter: { name?: string | undefined; version?: string | undefined },
  region: string,
): z.input<typeof databaseEngineSchema>[] {
  const engines = engineNames.map((engine) => ({
    name: engineFacts[engine].label,
    logo_url: '',
    versions: versions
      .filter((version) => version.engine === engine)
      .filter(({ version }) => !filter.version || version === filter.version)
      .map(toEngineVersion),
    region,
  }))
  return engines
    .filter(({ versions: shown }) => shown.length > 0)
    .filter(({ name }) => !filter.name || name.toLowerCase() === filter.name.toLowerCase())
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
}

function toEngineVersion(version: EngineVersionDto): z.input<typeof engineVersionSchema> {
  const catalogue = catalogueOf(version.name)
  return {
    version: version.version,
    name: version.name,
    end_of_life: version.endOfLife === null ? null : `${version.endOfLife}T00:00:00.000000Z`,
    available_settings: catalogue.settings.map(toEngineSetting),
    available_init_settings: catalogue.initSettings.map(toEngineSetting),
    disabled: !version.available,
    beta: false,
  }
}
