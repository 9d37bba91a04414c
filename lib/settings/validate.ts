import type { InvalidArgument } from '@/lib/core/errors.ts'
import { findSetting, type SettingsCatalogue } from './catalogue/catalogue.ts'
import type { SettingDefinition } from './catalogue/definition.ts'
import type { Setting } from './list.ts'

type Refusal = Pick<InvalidArgument, 'reason' | 'message'>

const wholeNumber = /^-?\d{1,15}$/
const anyNumber = /^-?\d{1,15}(\.\d{1,10})?$/

const truths: Readonly<Record<string, boolean>> = {
  on: true,
  true: true,
  yes: true,
  '1': true,
  off: false,
  false: false,
  no: false,
  '0': false,
}

/** What a switch is set to; null for a word that is no switch. Letter case does not count. */
export function parseSwitch(value: string): boolean | null {
  return truths[value.toLowerCase()] ?? null
}

/** The bounds of a number in words, for example `1 to 2097151 MB`. */
export function rangeText({ min, max, unit }: SettingDefinition): string | null {
  if (min === undefined || max === undefined) return null
  return `${String(min)} to ${String(max)}${unit === null ? '' : ` ${unit}`}`
}

function refuseNumber(definition: SettingDefinition, value: string): Refusal | null {
  const isWhole = definition.type === 'INT'
  const unit = definition.unit === null ? '' : ` of ${definition.unit}`
  if (!(isWhole ? wholeNumber : anyNumber).test(value)) {
    const kind = isWhole ? 'a whole number' : 'a number'
    const withoutUnit = definition.unit === null ? '' : ', without the unit'
    return { reason: 'format', message: `Enter ${kind}${unit}${withoutUnit}.` }
  }
  const { min = -Infinity, max = Infinity } = definition
  const number = Number(value)
  if (number >= min && number <= max) return null
  return { reason: 'constraint', message: `Enter ${rangeText(definition) ?? 'another number'}.` }
}

/** Why a setting cannot have the value; null when it can. */
export function refuseValue(definition: SettingDefinition, value: string): Refusal | null {
  switch (definition.type) {
    case 'INT':
    case 'FLOAT':
      return refuseNumber(definition, value)
    case 'BOOLEAN':
      return parseSwitch(value) === null ? { reason: 'format', message: 'Use on or off.' } : null
    case 'STRING':
      return new RegExp(definition.pattern ?? '', 'u').test(value) && !/[\r\n\0]/.test(value)
        ? null
        : { reason: 'constraint', message: `Enter ${definition.hint ?? 'another value'}.` }
  }
}

function refuseName(catalogue: SettingsCatalogue, name: string, label: string): Refusal {
  const fixed = catalogue.fixed.find((known) => known.name === name)
  if (fixed) {
    return { reason: 'constraint', message: `${name} cannot be changed. ${fixed.reason}` }
  }
  if (catalogue.initSettings.some((known) => known.name === name)) {
    const message = `${name} can only be chosen when the instance is created.`
    return { reason: 'constraint', message }
  }
  return { reason: 'unknown', message: `${name} is not a setting of ${label}.` }
}

function repeated(names: readonly string[], index: number): Refusal | null {
  const name = names[index] ?? ''
  if (names.indexOf(name) === index) return null
  return { reason: 'constraint', message: `${name} is in the list more than once.` }
}

/** Every rule that the settings break, with the path of each below `settings`. */
export function refuseSettings(
  catalogue: SettingsCatalogue,
  label: string,
  settings: readonly Setting[],
): InvalidArgument[] {
  const names = settings.map(({ name }) => name)
  return settings.flatMap(({ name, value }, index): InvalidArgument[] => {
    const at = (part: string, refusal: Refusal | null): InvalidArgument[] =>
      refusal ? [{ argument: `settings.${String(index)}.${part}`, ...refusal }] : []
    const definition = findSetting(catalogue, name)
    if (!definition) return at('name', refuseName(catalogue, name, label))
    return [...at('name', repeated(names, index)), ...at('value', refuseValue(definition, value))]
  })
}

/** The same for names of settings that shall go back to their defaults. */
export function refuseSettingNames(
  catalogue: SettingsCatalogue,
  label: string,
  names: readonly string[],
): InvalidArgument[] {
  return names.flatMap((name, index): InvalidArgument[] => {
    const refusal = findSetting(catalogue, name)
      ? repeated(names, index)
      : refuseName(catalogue, name, label)
    return refusal ? [{ argument: `settingNames.${String(index)}`, ...refusal }] : []
  })
}

/** The same for settings of the instance's first moment, with paths below `initSettings`. */
export function refuseInitSettings(
  catalogue: SettingsCatalogue,
  label: string,
  settings: readonly Setting[],
): InvalidArgument[] {
  const names = settings.map(({ name }) => name)
  return settings.flatMap(({ name, value }, index): InvalidArgument[] => {
    const definition = catalogue.initSettings.find((known) => known.name === name)
    const message = `${name} is no initial setting of ${label}.`
    const refusal = definition
      ? (repeated(names, index) ?? refuseValue(definition, value))
      : { reason: 'unknown' as const, message }
    return refusal ? [{ argument: `initSettings.${String(index)}`, ...refusal }] : []
  })
}

/** True when both values mean the same to the engine. */
export function isSameValue(definition: SettingDefinition, a: string, b: string): boolean {
  switch (definition.type) {
    case 'INT':
    case 'FLOAT':
      return Number(a) === Number(b)
    case 'BOOLEAN':
      return parseSwitch(a) === parseSwitch(b)
    case 'STRING':
      return a === b
  }
}
