import { z } from 'zod'
import { insideNameSchema, type InsideState } from '@/lib/databases/schema.ts'
import type { InsideStatus } from '@/lib/databases/state.ts'

/** Permissions that can be set; what SQL has changed to something else shows as custom. */
export const settablePermissions = ['none', 'readonly', 'readwrite', 'all'] as const
export type SettablePermission = (typeof settablePermissions)[number]
export type Permission = SettablePermission | 'custom'

export const setPrivilegeSchema = z.strictObject({
  instanceId: z.uuid(),
  databaseName: insideNameSchema,
  userName: insideNameSchema,
  permission: z.enum(settablePermissions, {
    error: 'Choose none, readonly, readwrite or all.',
  }),
})

export interface PrivilegeDto {
  databaseName: string
  userName: string
  /** What the user has; while a change is applied, what the user will have. */
  permission: Permission
  /** What was set last through Holdfast; null when nothing was. */
  setPermission: SettablePermission | null
  /** Why it is custom, in sentences. */
  differences: string[]
  status: InsideStatus
  failure: string | null
  generation: number
  observedGeneration: number
}

export interface PrivilegeListDto extends InsideState {
  privileges: PrivilegeDto[]
}
