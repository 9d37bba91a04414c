import type { Database, Transaction } from '@/lib/db/db.ts'
import type { DatabaseExtension } from '@/lib/generated/prisma/client.ts'
import { engineOf, parseEngineVersion } from '@/lib/instances/engines.ts'
import type { InstanceRow } from '@/lib/instances/resource.ts'
import { parseSettings } from '@/lib/settings/list.ts'
import { parseSwitch } from '@/lib/settings/validate.ts'
import { z } from 'zod'
import type { AllowedExtension } from './allow-list.ts'
import { extensionStatuses, type InstalledExtensionDto } from './schema.ts'

const packExtensionsSchema = z.array(z.object({ name: z.string(), version: z.string() }))

/** Turns a row into what the console shows. */
export function toInstalledDto(row: DatabaseExtension): InstalledExtensionDto {
  const { databaseName, name, version, schemaName, failure } = row
  const status = extensionStatuses.find((known) => known === row.status) ?? 'failed'
  return { databaseName, name, version, schemaName, status, failure }
}

/** Versions of the extensions that the instance's pack holds; null until they were looked for. */
export async function packVersions(
  database: Database | Transaction,
  instance: InstanceRow,
): Promise<Map<string, string> | null> {
  const wanted = parseEngineVersion(instance.engine)
  const packId = instance.nodes.find(({ role }) => role === 'primary')?.packId
  const packs = await database.pack.findMany({
    where: { product: 'postgresql', version: wanted?.version ?? '' },
  })
  const pack = packs.find(({ id }) => id === packId) ?? packs[0]
  const known = packExtensionsSchema.safeParse(pack?.extensions)
  return known.success ? new Map(known.data.map(({ name, version }) => [name, version])) : null
}

/** Names of databases that extensions can be installed in, the default one first. */
export async function databaseNames(
  database: Database | Transaction,
  instance: InstanceRow,
): Promise<string[]> {
  const rows = await database.logicalDatabase.findMany({
    where: { instanceId: instance.id, status: { notIn: ['deleting', 'failed'] } },
    select: { name: true },
    orderBy: { name: 'asc' },
  })
  const { defaultDatabase } = engineOf(instance.engine)
  return [...new Set([defaultDatabase, ...rows.map(({ name }) => name)])]
}

/** What stands in the way of an extension on the instance, in a sentence; null when nothing does. */
export function whyBlocked(
  extension: AllowedExtension,
  versions: ReadonlyMap<string, string> | null,
  instance: InstanceRow,
): string | null {
  const { name, neededSetting, withheld } = extension
  if (versions !== null && !versions.has(name)) {
    return `The ${instance.engine.replace('-', ' ')} of this machine does not have ${name}.`
  }
  const major = Number(instance.engine.split('-')[1])
  if (withheld !== undefined && major >= withheld.since) return withheld.because
  if (neededSetting === undefined) return null
  const observed = parseSettings(instance.observedSettings)
  const value = observed.find((setting) => setting.name === neededSetting)?.value ?? 'off'
  if (parseSwitch(value) === true) return null
  return `Switch on ${neededSetting} in the settings first; that needs a restart.`
}
