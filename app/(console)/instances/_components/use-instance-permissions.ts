'use client'

import { useAccess } from '@/components/access/access-provider.tsx'
import type { ActionName } from '@/lib/core/context.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { can, type Permitted } from '@/lib/instances/state.ts'

/** Why each action is impossible now, by rights or by state; null where it is possible. */
export function useInstancePermissions(instance: InstanceDto) {
  const { whyDenied } = useAccess()
  const reason = (action: ActionName, permitted: Permitted): string | null =>
    whyDenied(instance.projectId, action) ?? (permitted.allowed ? null : permitted.reason)
  return {
    restart: reason('instance.restart', can.restart(instance)),
    update: reason('instance.update', can.update(instance)),
    configure: reason('setting.update', can.configure(instance)),
    install: reason('extension.create', can.extend(instance)),
    drop: reason('extension.delete', can.extend(instance)),
    delete: reason('instance.delete', can.delete(instance)),
    retry: reason('operation.retry', can.retry(instance)),
  }
}
