'use client'

import { useAccess } from '@/components/access/access-provider.tsx'
import type { ActionName } from '@/lib/core/context.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { can } from '@/lib/instances/state.ts'

/** Why each change of the list is impossible now; null where it is possible. */
export function useAllowedIpPermissions(instance: InstanceDto) {
  const { whyDenied } = useAccess()
  const permitted = can.update(instance)
  const reason = (action: ActionName): string | null =>
    whyDenied(instance.projectId, action) ?? (permitted.allowed ? null : permitted.reason)
  return {
    create: reason('allowed_ip.create'),
    update: reason('allowed_ip.update'),
    replace: reason('allowed_ip.replace'),
    delete: reason('allowed_ip.delete'),
  }
}
