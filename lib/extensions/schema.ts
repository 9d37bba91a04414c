import { z } from 'zod'
import type { AllowedExtension } from './allow-list.ts'

const nameSchema = z.string().min(1, 'Enter a name.').max(63, 'A name has at most 63 characters.')
const withoutNul = (name: string): boolean => !name.includes('\0')

export const createExtensionSchema = z.strictObject({
  instanceId: z.uuid(),
  databaseName: nameSchema.refine(withoutNul),
  name: nameSchema,
  /** Where its objects go; the schema must exist. */
  schemaName: nameSchema.refine(withoutNul).default('public'),
})

export const deleteExtensionSchema = z.strictObject({
  instanceId: z.uuid(),
  databaseName: nameSchema.refine(withoutNul),
  name: nameSchema,
  /** Drops what depends on it as well. */
  isCascade: z.boolean().default(false),
  /** The name as typed by the user; needed when what depends on it goes as well. */
  confirmName: z.string().optional(),
})

export const extensionStatuses = ['installing', 'installed', 'dropping', 'failed'] as const
export type ExtensionStatus = (typeof extensionStatuses)[number]

/** An extension in one database. */
export interface InstalledExtensionDto {
  databaseName: string
  name: string
  version: string | null
  schemaName: string | null
  status: ExtensionStatus
  failure: string | null
}

export interface ExtensionDto extends AllowedExtension {
  /** The version that the pack holds; null when that is not known. */
  version: string | null
  /** What stands in the way of installing it, in a sentence; null when nothing does. */
  blockedBecause: string | null
  installed: InstalledExtensionDto[]
}

export interface ExtensionsDto {
  instanceId: string
  /** Names of the databases that extensions can be installed in. */
  databases: string[]
  /** Those that may be installed and that the pack has. */
  extensions: ExtensionDto[]
  /** Found in databases, though not on the list: somebody made them by SQL. */
  others: InstalledExtensionDto[]
}
