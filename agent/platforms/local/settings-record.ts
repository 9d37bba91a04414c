import type { LocalInstance } from '@/agent/platforms/local/load.ts'
import { db } from '@/lib/db/db.ts'
import type { Prisma } from '@/lib/generated/prisma/client.ts'
import { parseSettings, type StoredSetting } from '@/lib/settings/list.ts'

/** Lines in which engines say why they end; what else they log explains nothing. */
const telling = /\b(?:FATAL|PANIC|ERROR|HINT|DETAIL)\b|invalid value/
const toldLines = 6

/** What the engine last said about its end. */
export function engineWords(lines: readonly string[]): string[] {
  const told = lines.filter((line) => telling.test(line))
  return (told.length > 0 ? told : lines).slice(-toldLines)
}

/** A list of settings as a column takes it. */
export function toJson(settings: readonly StoredSetting[]): Prisma.InputJsonValue {
  return settings.map((setting) => ({ ...setting }))
}

/** The settings to return to when the engine does not start; null when it shall have them already. */
export function formerSettings(instance: LocalInstance): StoredSetting[] | null {
  const former = parseSettings(instance.appliedSettings)
  return JSON.stringify(former) === JSON.stringify(parseSettings(instance.settings)) ? null : former
}

/** The engine was started with the instance's settings, so nothing waits for a restart any more. */
export async function recordStartedSettings(instance: LocalInstance): Promise<void> {
  if (formerSettings(instance) === null && instance.pendingRestartSettings.length === 0) return
  await db().instance.updateMany({
    where: { id: instance.id, settingsGeneration: instance.settingsGeneration },
    data: {
      appliedSettings: toJson(parseSettings(instance.settings)),
      pendingRestartSettings: [],
      // What was read is of the engine before.
      settingsReadAt: null,
    },
  })
}

/** Takes the instance's last change of settings back, with the reason that its page shows. */
export async function recordReturn(instance: LocalInstance, failure: string): Promise<void> {
  await db().instance.updateMany({
    where: { id: instance.id, settingsGeneration: instance.settingsGeneration },
    data: {
      settings: toJson(parseSettings(instance.appliedSettings)),
      settingsFailure: failure,
      pendingRestartSettings: [],
    },
  })
}
