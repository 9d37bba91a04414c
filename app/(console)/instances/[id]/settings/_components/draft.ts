import type { SettingDto } from '@/lib/settings/schema.ts'
import { isSameValue } from '@/lib/settings/validate.ts'

/** Edits that are not saved: the value that a setting shall have, or null for its default. */
export type Draft = Readonly<Record<string, string | null>>

/** What the setting shall have once everything is applied, without the draft. */
export function wantedValue(setting: SettingDto): string {
  return setting.ownValue ?? setting.baseValue
}

/** What it shall have once the draft is saved. */
export function draftedValue(setting: SettingDto, draft: Draft): string {
  const edit = draft[setting.name]
  if (edit === undefined) return wantedValue(setting)
  return edit ?? setting.baseValue
}

/** The draft with one edit more, or one less when it changes nothing. */
export function withEdit(draft: Draft, setting: SettingDto, value: string | null): Draft {
  const { [setting.name]: _former, ...rest } = draft
  // The default itself is no override: it follows the node and later releases.
  const isDefault = value === null || isSameValue(setting, value, setting.baseValue)
  if (isDefault) return setting.ownValue === null ? rest : { ...rest, [setting.name]: null }
  if (setting.ownValue !== null && isSameValue(setting, value, setting.ownValue)) return rest
  return { ...rest, [setting.name]: value }
}

/** The value with its unit; an empty text is shown as such. */
export function withUnit(setting: SettingDto, value: string): string {
  if (value === '') return '(empty)'
  const isAmount = setting.unit !== null && setting.unit !== '' && Number(value) >= 0
  return isAmount ? `${value} ${setting.unit}` : value
}

/** The words to choose from; null for anything that is typed. */
export function choicesOf(setting: SettingDto): string[] | null {
  if (setting.type === 'BOOLEAN') {
    return setting.defaultValue === setting.defaultValue.toLowerCase()
      ? ['on', 'off']
      : ['ON', 'OFF']
  }
  const words = /^\^\(([\w|-]+)\)\$$/.exec(setting.pattern ?? '')?.[1]
  return words?.split('|') ?? null
}
