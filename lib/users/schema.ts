import { z } from 'zod'
import { insideNameSchema, type InsideState } from '@/lib/databases/schema.ts'
import type { InsideStatus } from '@/lib/databases/state.ts'
import { passwordSchema } from '@/lib/instances/schema.ts'

export const connectionLimitSchema = z
  .number({ error: 'Enter a whole number, or leave the field empty.' })
  .int('Enter a whole number.')
  .min(1, 'At least one connection.')
  .max(10_000, 'At most 10,000 connections.')
  .nullable()

export const createUserSchema = z.strictObject({
  instanceId: z.uuid(),
  name: insideNameSchema,
  password: passwordSchema,
  isAdmin: z.boolean().default(false),
  connectionLimit: connectionLimitSchema.optional(),
})

export const updateUserSchema = z.strictObject({
  instanceId: z.uuid(),
  name: insideNameSchema,
  /** Left out: stays. */
  password: passwordSchema.optional(),
  isAdmin: z.boolean().optional(),
  connectionLimit: connectionLimitSchema.optional(),
  /** True lets the user in only with a client certificate besides the password. */
  requiresClientCertificate: z.boolean().optional(),
})

export const deleteUserSchema = z.strictObject({
  instanceId: z.uuid(),
  name: insideNameSchema,
  /** Who gets what the user owns; left out, only a user without objects is deleted. */
  reassignTo: insideNameSchema.optional(),
  /** The name as typed by the user; the API, which has no such field, leaves it out. */
  confirmName: z.string().optional(),
})

/** What a user owns, or (on MySQL) what runs with the user's rights. */
export interface OwnedObjectsDto {
  database: string
  kind: string
  count: number
}

export interface UserDto {
  name: string
  isAdmin: boolean
  /** True when Holdfast made the user, false when SQL did. */
  isManaged: boolean
  /** True for the user that the instance was created with. */
  isInitial: boolean
  /** Most connections at once; null: no limit of its own. */
  connectionLimit: number | null
  requiresClientCertificate: boolean
  /** False while the engine has the user not, or not yet. */
  exists: boolean
  ownedObjects: OwnedObjectsDto[]
  status: InsideStatus
  failure: string | null
  passwordChangedAt: string | null
  lastConnectedAt: string | null
  createdAt: string
  /** Which change this is; applied once the observed one has come so far. */
  generation: number
  observedGeneration: number
}

export interface UserListDto extends InsideState {
  users: UserDto[]
}
