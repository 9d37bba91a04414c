import { plainNumber } from '@/agent/engines/live-settings.ts'
import type { SettingDefinition } from '@/lib/settings/catalogue/definition.ts'
import { parseSwitch } from '@/lib/settings/validate.ts'

/** Units of amounts in bytes, and of times in milliseconds, as PostgreSQL spells them. */
const factors: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1024,
  '8kB': 8192,
  MB: 1024 ** 2,
  GB: 1024 ** 3,
  ms: 1,
  s: 1000,
  min: 60_000,
}

function factor(unit: string | null): number {
  return factors[unit ?? ''] ?? 1
}

/** How many of the engine's units one of the catalogue's is; the same where it names none. */
function ratio(definition: SettingDefinition, engineUnit: string | null): number {
  return definition.unit === null ? 1 : factor(definition.unit) / factor(engineUnit)
}

/** The value as the configuration file has it. */
export function toFileValue(definition: SettingDefinition, value: string): string {
  if (definition.type === 'BOOLEAN') return parseSwitch(value) === true ? 'on' : 'off'
  const isAmount = definition.unit !== null && Number(value) > 0
  return isAmount ? `${value}${definition.unit ?? ''}` : value
}

/** The engine's number in the catalogue's unit; other values as they are. */
export function fromEngine(
  definition: SettingDefinition,
  engine: { setting: string; unit: string | null },
): string {
  const isNumber = definition.type === 'INT' || definition.type === 'FLOAT'
  if (!isNumber) return engine.setting
  const number = Number(engine.setting)
  return plainNumber(number < 0 ? number : number / ratio(definition, engine.unit))
}

/** True when the engine has what it shall have, as exactly as its unit can say. */
export function isEffective(
  definition: SettingDefinition,
  wanted: string,
  engine: { setting: string; unit: string | null },
): boolean {
  switch (definition.type) {
    case 'BOOLEAN':
      return parseSwitch(wanted) === parseSwitch(engine.setting)
    case 'STRING':
      return wanted === engine.setting
    case 'INT':
    case 'FLOAT': {
      const number = Number(wanted)
      const expected = number < 0 ? number : number * ratio(definition, engine.unit)
      const hasUnit = definition.unit !== null && engine.unit !== definition.unit
      const rounded = hasUnit ? Math.round(expected) : expected
      return Math.abs(rounded - Number(engine.setting)) < 1e-9
    }
  }
}
