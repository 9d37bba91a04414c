'use client'

import { useAccess } from '@/components/access/access-provider.tsx'
import type { ActionName } from '@/lib/core/context.ts'
import { canChangeInside } from '@/lib/databases/state.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'

/** Why each change inside the instance is impossible now; null where it is possible. */
export function useInsidePermissions(instance: InstanceDto) {
  const { whyDenied } = useAccess()
  const permitted = canChangeInside(instance)
  const reason = (action: ActionName): string | null =>
    whyDenied(instance.projectId, action) ?? (permitted.allowed ? null : permitted.reason)
  return {
    createDatabase: reason('database.create'),
    deleteDatabase: reason('database.delete'),
    createUser: reason('user.create'),
    updateUser: reason('user.update'),
    deleteUser: reason('user.delete'),
    setPrivilege: reason('privilege.set'),
  }
}

export type InsidePermissions = ReturnType<typeof useInsidePermissions>
