import { z } from 'zod'
import { engineOf } from '@/lib/instances/engines.ts'
import { findNodeType } from '@/lib/instances/node-types.ts'
import { catalogueOf } from './catalogue/catalogue.ts'
import { nodeValues } from './node-values.ts'

export interface Setting {
  name: string
  value: string
}

/** A setting as an instance keeps it; one that follows the node's size keeps following it. */
const storedSchema = z.array(
  z.object({ name: z.string(), value: z.string(), isNodeValue: z.boolean().optional() }),
)
export type StoredSetting = z.infer<typeof storedSchema>[number]

/** The columns of an instance that say what its settings are. */
export interface SettingsRow {
  engine: string
  nodeType: string
  memoryBytes: bigint
  settings: unknown
  settingsGeneration: number
}

type NodeRow = Pick<SettingsRow, 'engine' | 'nodeType' | 'memoryBytes'>

/** What follows from the size of the instance's node, by name, in the catalogue's units. */
export function nodeValuesOf(row: NodeRow): Readonly<Record<string, string>> {
  const size = {
    memoryBytes: Number(row.memoryBytes),
    vcpus: findNodeType(row.nodeType)?.vcpus ?? 1,
  }
  return nodeValues(engineOf(row.engine).name, size)
}

function entries(values: Readonly<Record<string, string>>): StoredSetting[] {
  return Object.entries(values).map(([name, value]) => ({ name, value, isNodeValue: true }))
}

/** Reads a stored list of settings; throws for what is none. */
export function parseSettings(stored: unknown): StoredSetting[] {
  return storedSchema.parse(stored)
}

/** The instance's list as it stands; until its first change it is what follows from the node. */
export function storedSettings(row: SettingsRow): StoredSetting[] {
  const stored = parseSettings(row.settings)
  const values = nodeValuesOf(row)
  if (row.settingsGeneration === 0 && stored.length === 0) return entries(values)
  return stored.map((setting) => ({
    ...setting,
    value: setting.isNodeValue === true ? (values[setting.name] ?? setting.value) : setting.value,
  }))
}

/** The list as the API shows it: overrides, and what follows from the node's size. */
export function shownSettings(row: SettingsRow): Setting[] {
  return storedSettings(row).map(({ name, value }) => ({ name, value }))
}

/** What users have changed, without what follows from the node's size anyway. */
export function overridesIn(stored: unknown): Setting[] {
  return parseSettings(stored)
    .filter(({ isNodeValue }) => isNodeValue !== true)
    .map(({ name, value }) => ({ name, value }))
}

function marked(settings: readonly Setting[], row: NodeRow): StoredSetting[] {
  const values = nodeValuesOf(row)
  return settings.map(({ name, value }) =>
    values[name] === value ? { name, value, isNodeValue: true } : { name, value },
  )
}

/** The list that replaces the former one, in the order given. */
export function replaceSettings(row: SettingsRow, settings: readonly Setting[]): StoredSetting[] {
  return marked(settings, row)
}

/**
 * The list with some settings added or changed and others back at their defaults; those that follow
 * the node's size stay in the list with what they follow.
 */
export function mergeSettings(
  row: SettingsRow,
  settings: readonly Setting[],
  removed: readonly string[],
): StoredSetting[] {
  const changes = new Map(marked(settings, row).map((setting) => [setting.name, setting]))
  const values = nodeValuesOf(row)
  for (const name of removed) {
    const value = values[name]
    if (value !== undefined) changes.set(name, { name, value, isNodeValue: true })
  }
  const kept = storedSettings(row)
    .filter(({ name }) => !removed.includes(name) || name in values)
    .map((setting) => changes.get(setting.name) ?? setting)
  const present = new Set(kept.map(({ name }) => name))
  return [...kept, ...[...changes.values()].filter(({ name }) => !present.has(name))]
}

/** The list with which the engine is known to run: settings that wait for a restart as they were. */
export function appliedList(
  settings: readonly StoredSetting[],
  applied: readonly StoredSetting[],
  waiting: readonly string[],
): StoredSetting[] {
  const former = applied.filter(({ name }) => waiting.includes(name))
  return [...settings.filter(({ name }) => !waiting.includes(name)), ...former]
}

/** Every setting of the engine version with the value that the engine shall have. */
export function wantedValues(
  engineVersion: string,
  overrides: readonly Setting[],
  values: Readonly<Record<string, string>>,
): Map<string, string> {
  const own = new Map(overrides.map(({ name, value }) => [name, value]))
  return new Map(
    catalogueOf(engineVersion).settings.map(({ name, defaultValue }) => [
      name,
      own.get(name) ?? values[name] ?? defaultValue,
    ]),
  )
}
