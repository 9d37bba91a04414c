'use client'

import { useAccess } from '@/components/access/access-provider.tsx'
import type { ActionName } from '@/lib/core/context.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { can } from '@/lib/instances/state.ts'

/** Why each change of endpoints is impossible now; null where it is possible. */
export function useEndpointPermissions(instance: InstanceDto) {
  const { whyDenied } = useAccess()
  const permitted = can.changeEndpoints(instance)
  const reason = (action: ActionName): string | null =>
    whyDenied(instance.projectId, action) ?? (permitted.allowed ? null : permitted.reason)
  return {
    create: reason('endpoint.create'),
    migrate: reason('endpoint.migrate'),
    delete: reason('endpoint.delete'),
  }
}
