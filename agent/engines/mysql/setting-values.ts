import { escape } from 'mysql2'
import { plainNumber } from '@/agent/engines/live-settings.ts'
import type { SettingDefinition } from '@/lib/settings/catalogue/definition.ts'
import { parseSwitch } from '@/lib/settings/validate.ts'

const factors: Readonly<Record<string, number>> = { K: 1024, M: 1024 ** 2 }

/** Settings that the running server knows by another name than its configuration file. */
const variables: Readonly<Record<string, string>> = { default_time_zone: 'time_zone' }

/** What the running server calls a setting. */
export function variableOf(name: string): string {
  return variables[name] ?? name
}

/** These two need no tables of time zones, which a new server does not have. */
function zoneOffset(zone: string): string {
  return zone === 'UTC' || zone === 'GMT' ? '+00:00' : zone
}

function isZone({ name }: SettingDefinition): boolean {
  return name === 'default_time_zone'
}

/** The value as the configuration file has it. */
export function toFileValue(definition: SettingDefinition, value: string): string {
  if (definition.type === 'BOOLEAN') return parseSwitch(value) === true ? 'ON' : 'OFF'
  if (isZone(definition)) return zoneOffset(value)
  return `${value}${definition.unit ?? ''}`
}

/** The value as `SET GLOBAL` takes it. */
export function toStatement(definition: SettingDefinition, value: string): string {
  if (definition.type === 'STRING') return escape(toFileValue(definition, value))
  if (definition.type === 'BOOLEAN') return toFileValue(definition, value)
  return plainNumber(Number(value) * (factors[definition.unit ?? ''] ?? 1))
}

/** The server's value in the catalogue's unit and spelling. */
export function fromEngine(definition: SettingDefinition, value: string): string {
  if (definition.type === 'BOOLEAN') return parseSwitch(value) === true ? 'ON' : 'OFF'
  if (definition.type !== 'STRING') {
    return plainNumber(Number(value) / (factors[definition.unit ?? ''] ?? 1))
  }
  return isZone(definition) && value === '+00:00' ? 'UTC' : value
}

function words(value: string): string {
  return value.split(',').sort().join(',')
}

/** True when the server has what it shall have; the order of SQL modes does not count. */
export function isEffective(definition: SettingDefinition, wanted: string, value: string): boolean {
  switch (definition.type) {
    case 'BOOLEAN':
      return parseSwitch(wanted) === parseSwitch(value)
    case 'STRING':
      return words(toFileValue(definition, wanted)) === words(value)
    case 'INT':
    case 'FLOAT':
      return Number(wanted) * (factors[definition.unit ?? ''] ?? 1) === Number(value)
  }
}
