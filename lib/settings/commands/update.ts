import { defineCommand } from '@/lib/core/command.ts'
import { invalid, preconditionFailed, type InvalidArgument } from '@/lib/core/errors.ts'
import type { Transaction } from '@/lib/db/db.ts'
import { lockInstance, type InstanceRow } from '@/lib/instances/resource.ts'
import { can } from '@/lib/instances/state.ts'
import { changeStatus, requirePermitted } from '@/lib/instances/transition.ts'
import type { z } from 'zod'
import { catalogueOf, findSetting } from '../catalogue/catalogue.ts'
import {
  mergeSettings,
  nodeValuesOf,
  overridesIn,
  replaceSettings,
  shownSettings,
  storedSettings,
  wantedValues,
  type Setting,
  type StoredSetting,
} from '../list.ts'
import { updateSettingsSchema } from '../schema.ts'
import { isSameValue, parseSwitch, refuseSettingNames, refuseSettings } from '../validate.ts'

const auditSwitch = 'rdb.enable_pgaudit'

type Input = z.output<typeof updateSettingsSchema>

/**
 * Changes settings of an instance: adds and resets some, or replaces the list. The instance is
 * configuring until the engine has them, restarts included unless they may come later. Returns the
 * whole list as it will be.
 */
export const updateSettings = defineCommand({
  name: 'setting.update',
  input: updateSettingsSchema,
  resource: lockInstance,
  run: async (tx, _context, input, record) => {
    requireValid(record, input)
    requirePermitted(record, can.configure)
    await requireUnused(tx, record, input)
    const before = storedSettings(record)
    const after = listAfter(record, input)
    const waiting = mayRestart(record, input, before, after) ? [] : waitingNames(record, after)
    const isSame =
      JSON.stringify(before) === JSON.stringify(after) &&
      JSON.stringify([...record.pendingRestartSettings].sort()) === JSON.stringify(waiting)
    const result = shownSettings({ ...record, settings: after, settingsGeneration: 1 })
    if (isSame) return { result, audit: {} }
    await changeStatus(tx, record, 'configuring')
    await tx.instance.update({
      where: { id: record.id },
      data: {
        settings: toRows(after),
        settingsGeneration: { increment: 1 },
        settingsFailure: null,
        pendingRestartSettings: waiting,
        // Until its first change an instance keeps no list, and there is one to return to.
        ...(record.settingsGeneration === 0 ? { appliedSettings: toRows(before) } : {}),
      },
    })
    return {
      result,
      audit: { before: { settings: plain(before) }, after: { settings: plain(after) } },
      wake: { reconciler: 'settings', instanceId: record.id },
    }
  },
})

function requireValid(record: InstanceRow, input: Input): void {
  const catalogue = catalogueOf(record.engine)
  const label = record.engine.replace('-', ' ')
  const broken: InvalidArgument[] = [
    ...refuseSettings(catalogue, label, input.settings),
    ...refuseSettingNames(catalogue, label, input.settingNames),
    ...input.settingNames.flatMap((name, index): InvalidArgument[] => {
      const argument = `settingNames.${String(index)}`
      if (input.mode === 'replace') {
        const message = 'A list that replaces the former one resets what it leaves out.'
        return [{ argument, reason: 'constraint', message }]
      }
      if (!input.settings.some((setting) => setting.name === name)) return []
      const message = `${name} cannot be set and reset at once.`
      return [{ argument, reason: 'constraint', message }]
    }),
  ]
  if (broken.length > 0) throw invalid(broken)
}

/** A library that an installed extension needs stays loaded: without it every DDL would fail. */
async function requireUnused(tx: Transaction, record: InstanceRow, input: Input): Promise<void> {
  const after = overridesIn(listAfter(record, input))
  const isOn = after.some(({ name, value }) => name === auditSwitch && parseSwitch(value) === true)
  if (isOn) return
  const rows = await tx.databaseExtension.findMany({
    where: { instanceId: record.id, name: 'pgaudit', status: { not: 'failed' } },
    orderBy: { databaseName: 'asc' },
  })
  if (rows.length === 0) return
  const places = rows.map(({ databaseName }) => databaseName).join(', ')
  const message = `Drop the extension pgaudit in ${places} first; then ${auditSwitch} can be off.`
  throw preconditionFailed('resource_still_in_use', message)
}

function listAfter(record: InstanceRow, input: Input): StoredSetting[] {
  return input.mode === 'replace'
    ? replaceSettings(record, input.settings)
    : mergeSettings(record, input.settings, input.settingNames)
}

/** A change that needs no restart does not bring about one that others wait for. */
function mayRestart(
  record: InstanceRow,
  { restart }: Input,
  before: readonly StoredSetting[],
  after: readonly StoredSetting[],
): boolean {
  if (restart === 'later') return false
  if (JSON.stringify(before) === JSON.stringify(after)) return true
  const values = nodeValuesOf(record)
  const former = wantedValues(record.engine, overridesIn(before), values)
  const wanted = wantedValues(record.engine, overridesIn(after), values)
  return catalogueOf(record.engine).settings.some(
    ({ name, isHot }) => !isHot && former.get(name) !== wanted.get(name),
  )
}

/** Names of what differs from the running engine and only a restart can change, sorted. */
function waitingNames(record: InstanceRow, after: readonly StoredSetting[]): string[] {
  const catalogue = catalogueOf(record.engine)
  const values = nodeValuesOf(record)
  const running = wantedValues(record.engine, overridesIn(record.appliedSettings), values)
  const wanted = wantedValues(record.engine, overridesIn(after), values)
  return [...wanted]
    .filter(([name, value]) => {
      const definition = findSetting(catalogue, name)
      return definition?.isHot === false && !isSameValue(definition, value, running.get(name) ?? '')
    })
    .map(([name]) => name)
    .sort()
}

function toRows(settings: readonly StoredSetting[]): StoredSetting[] {
  return settings.map((setting) => ({ ...setting }))
}

function plain(settings: readonly StoredSetting[]): { name: string; value: string }[] {
  return settings.map(({ name, value }): Setting => ({ name, value }))
}
