import { toInsideStatus } from '@/lib/databases/state.ts'
import type { Privilege } from '@/lib/generated/prisma/client.ts'
import { settablePermissions, type PrivilegeDto } from './schema.ts'
import { toPermission } from './state.ts'

/** Turns a row into what console and API show. */
export function toPrivilegeDto(row: Privilege): PrivilegeDto {
  const status = toInsideStatus(row.status)
  const setPermission = settablePermissions.find((known) => known === row.permission) ?? null
  return {
    databaseName: row.databaseName,
    userName: row.userName,
    permission:
      status === 'applying' && setPermission ? setPermission : toPermission(row.observedPermission),
    setPermission,
    differences: row.differences,
    status,
    failure: row.failure,
    generation: row.generation,
    observedGeneration: row.observedGeneration,
  }
}
