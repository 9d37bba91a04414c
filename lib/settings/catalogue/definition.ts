type SettingType = 'BOOLEAN' | 'INT' | 'FLOAT' | 'STRING'

export const settingGroups = [
  'Connections',
  'Memory',
  'Parallel work',
  'Disk and write-ahead log',
  'Vacuum',
  'Planner',
  'Timeouts and locks',
  'Logging',
  'Statistics',
  'Replication',
  'Auditing',
  'Language and time',
  'Full-text search',
] as const
type SettingGroup = (typeof settingGroups)[number]

/** One engine parameter that users may change; the shape of `EngineSetting` of the RDB API. */
export interface SettingDefinition {
  name: string
  type: SettingType
  /** What the engine has without an override, in `unit`; some follow the node's size instead. */
  defaultValue: string
  /** Bounds of INT and FLOAT, in `unit`. */
  min?: number
  max?: number
  /** Whole values that STRING may have, as a regular expression. */
  pattern?: string
  /** What STRING must be, in words. */
  hint?: string
  /** The unit that values are written in, in the engine's own spelling; null for none. */
  unit: string | null
  /** True when a change reaches the running engine, false when it needs a restart. */
  isHot: boolean
  group: SettingGroup
  description: string
}

/** A parameter that users can see and not change. */
export interface FixedSetting {
  name: string
  reason: string
}

type Rest = Pick<SettingDefinition, 'group' | 'description'> &
  Partial<Pick<SettingDefinition, 'unit' | 'isHot'>>

function definition(
  name: string,
  type: SettingType,
  defaultValue: string | number,
  rest: Rest & Partial<SettingDefinition>,
): SettingDefinition {
  return { unit: null, isHot: true, ...rest, name, type, defaultValue: String(defaultValue) }
}

/** A whole number between two bounds. */
export function int(
  name: string,
  defaultValue: number,
  [min, max]: readonly [number, number],
  rest: Rest,
): SettingDefinition {
  return definition(name, 'INT', defaultValue, { ...rest, min, max })
}

/** A number between two bounds. */
export function float(
  name: string,
  defaultValue: string,
  [min, max]: readonly [number, number],
  rest: Rest,
): SettingDefinition {
  return definition(name, 'FLOAT', defaultValue, { ...rest, min, max })
}

/** A switch; PostgreSQL spells its values in lower case, MySQL in upper case. */
export function flag(
  name: string,
  defaultValue: 'on' | 'off' | 'ON' | 'OFF',
  rest: Rest,
): SettingDefinition {
  return definition(name, 'BOOLEAN', defaultValue, rest)
}

/** Text of a pattern. */
export function text(
  name: string,
  defaultValue: string,
  pattern: string,
  rest: Rest & { hint: string },
): SettingDefinition {
  return definition(name, 'STRING', defaultValue, { ...rest, pattern })
}

/** One of several words. */
export function choice(
  name: string,
  defaultValue: string,
  words: readonly string[],
  rest: Rest,
): SettingDefinition {
  const hint = `one of ${words.join(', ')}`
  return text(name, defaultValue, `^(${words.join('|')})$`, { ...rest, hint })
}
