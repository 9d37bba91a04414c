import { z } from 'zod'
import type { SettingDefinition } from './catalogue/definition.ts'

const settingSchema = z.strictObject({
  name: z.string().min(1, 'Enter the name of a setting.').max(100),
  value: z.string().max(2000),
})

export const updateSettingsSchema = z.strictObject({
  instanceId: z.uuid(),
  /** `merge` adds and changes; `replace` makes the list exactly what is given. */
  mode: z.enum(['merge', 'replace']),
  settings: z.array(settingSchema).max(200).default([]),
  /** Settings that go back to their defaults; with `merge` only. */
  settingNames: z.array(z.string().min(1).max(100)).max(200).default([]),
  /** `later` leaves what needs a restart to the next one. */
  restart: z.enum(['now', 'later']).default('now'),
})

/** One setting of an instance. */
export interface SettingDto extends SettingDefinition {
  /** What it has without an override: the node's value or the catalogue's default. */
  baseValue: string
  followsNode: boolean
  /** The override; null without one. */
  ownValue: string | null
  /** What the engine has; null until it was read. */
  observedValue: string | null
  /** Waits for a restart. */
  isPending: boolean
}

export interface SettingsDto {
  instanceId: string
  engine: string
  memoryBytes: number
  settings: SettingDto[]
  fixed: { name: string; reason: string }[]
  initSettings: { name: string; value: string; description: string }[]
  /** True until the engine has the last change. */
  isApplying: boolean
  /** Why the last change was taken back, with the engine's own words; null when it was not. */
  failure: string | null
  observedAt: string | null
}
