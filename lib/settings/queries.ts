import { authorise } from '@/lib/core/authorise.ts'
import { defineQuery } from '@/lib/core/query.ts'
import { db } from '@/lib/db/db.ts'
import { getInstanceOrThrow, instanceRef } from '@/lib/instances/resource.ts'
import { instanceRefSchema } from '@/lib/instances/schema.ts'
import { catalogueOf } from './catalogue/catalogue.ts'
import { nodeValuesOf, overridesIn, parseSettings } from './list.ts'
import type { SettingsDto } from './schema.ts'

/** Every setting of an instance: what it is, has, shall have and waits for. */
export const getSettings = defineQuery({
  name: 'setting.read',
  input: instanceRefSchema,
  run: async (context, { instanceId }): Promise<SettingsDto> => {
    const row = await getInstanceOrThrow(db(), instanceId)
    const ref = instanceRef(row)
    authorise(context, 'instance.read', ref)
    authorise(context, 'setting.read', ref)
    const catalogue = catalogueOf(row.engine)
    const values = nodeValuesOf(row)
    const own = new Map(overridesIn(row.settings).map(({ name, value }) => [name, value]))
    const observed = new Map(
      parseSettings(row.observedSettings).map(({ name, value }) => [name, value]),
    )
    const chosen = new Map(parseSettings(row.initSettings).map(({ name, value }) => [name, value]))
    return {
      instanceId,
      engine: row.engine,
      memoryBytes: Number(row.memoryBytes),
      settings: catalogue.settings.map((definition) => ({
        ...definition,
        baseValue: values[definition.name] ?? definition.defaultValue,
        followsNode: definition.name in values,
        ownValue: own.get(definition.name) ?? null,
        observedValue: observed.get(definition.name) ?? null,
        isPending: row.pendingRestartSettings.includes(definition.name),
      })),
      fixed: catalogue.fixed.map((setting) => ({ ...setting })),
      initSettings: catalogue.initSettings.map(({ name, description, defaultValue }) => ({
        name,
        description,
        value: chosen.get(name) ?? defaultValue,
      })),
      isApplying: row.settingsGeneration !== row.settingsObservedGeneration,
      failure: row.settingsFailure,
      observedAt: row.settingsReadAt?.toISOString() ?? null,
    }
  },
})
