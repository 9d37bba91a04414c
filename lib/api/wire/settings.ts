import { z } from '@hono/zod-openapi'
import type { SettingDefinition } from '@/lib/settings/catalogue/definition.ts'

export const settingSchema = z
  .object({ name: z.string(), value: z.string() })
  .openapi('InstanceSetting')

export const engineSettingSchema = z
  .object({
    name: z.string().openapi({ example: 'work_mem' }),
    default_value: z.string(),
    hot_configurable: z.boolean().openapi({ description: 'False: a change needs a restart.' }),
    description: z.string(),
    property_type: z.enum(['BOOLEAN', 'INT', 'STRING', 'FLOAT']),
    unit: z.string().nullable(),
    string_constraint: z.string().nullable().openapi({ description: 'A regular expression.' }),
    int_min: z.int().nullable(),
    int_max: z.int().nullable(),
    float_min: z.number().nullable(),
    float_max: z.number().nullable(),
  })
  .openapi('EngineSetting')

export const settingsAnswer = z
  .object({ settings: z.array(settingSchema) })
  .openapi('InstanceSettingsResponse')

export const settingsBody = z
  .object({ settings: z.array(settingSchema).nullish() })
  .openapi('InstanceSettingsRequest')

export const settingNamesBody = z
  .object({ setting_names: z.array(z.string()).nullish() })
  .openapi('DeleteInstanceSettingsRequest')

/** A setting of a catalogue on the wire; bounds are with the type that they bound. */
export function toEngineSetting(setting: SettingDefinition): z.input<typeof engineSettingSchema> {
  const isInt = setting.type === 'INT'
  const isFloat = setting.type === 'FLOAT'
  return {
    name: setting.name,
    default_value: setting.defaultValue,
    hot_configurable: setting.isHot,
    description: setting.description,
    property_type: setting.type,
    unit: setting.unit,
    string_constraint: setting.pattern ?? null,
    int_min: isInt ? (setting.min ?? null) : null,
    int_max: isInt ? (setting.max ?? null) : null,
    float_min: isFloat ? (setting.min ?? null) : null,
    float_max: isFloat ? (setting.max ?? null) : null,
  }
}
