import { z } from 'zod'
import type { InsideStatus } from './state.ts'

/** Anything that a name of something inside an instance can be; its rules depend on the engine. */
export const insideNameSchema = z
  .string()
  .max(300, 'This name is too long.')
  .refine((name) => !name.includes('\0'), 'Use visible characters only.')

export const instanceOfSchema = z.strictObject({ instanceId: z.uuid() })

export const createDatabaseSchema = z.strictObject({
  instanceId: z.uuid(),
  name: insideNameSchema,
})

export const deleteDatabaseSchema = z.strictObject({
  instanceId: z.uuid(),
  name: insideNameSchema,
  /** The name as typed by the user; the API, which has no such field, leaves it out. */
  confirmName: z.string().optional(),
})

export interface DatabaseDto {
  name: string
  /** Null while the database does not exist yet, and on engines whose databases have no owner. */
  owner: string | null
  /** Null until it was read. */
  sizeBytes: number | null
  /** True when Holdfast made it, false when SQL did. */
  isManaged: boolean
  /** True for the database that every instance has. */
  isDefault: boolean
  /** False while the engine has it not, or not yet. */
  exists: boolean
  status: InsideStatus
  failure: string | null
  createdAt: string
}

/** When what is inside an instance was read from the engine, and what holds changes up. */
export interface InsideState {
  instanceId: string
  readAt: string | null
  readFailure: string | null
  waiting: string | null
}

export interface DatabaseListDto extends InsideState {
  databases: DatabaseDto[]
}
