'use client'

import { useAccess } from '@/components/access/access-provider.tsx'
import { can } from '@/lib/certificates/state.ts'
import type { ActionName } from '@/lib/core/context.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { can as canInstance, type Permitted } from '@/lib/instances/state.ts'

/** Why each change of certificates is impossible now; null where it is possible. */
export function useTlsPermissions(instance: InstanceDto) {
  const { whyDenied } = useAccess()
  const reason = (action: ActionName, permitted: Permitted): string | null =>
    whyDenied(instance.projectId, action) ?? (permitted.allowed ? null : permitted.reason)
  return {
    renew: reason('certificate.renew', can.renew(instance)),
    issue: reason('client_certificate.create', can.issueClient(instance)),
    revoke: reason('client_certificate.revoke', can.revokeClient()),
    require: reason('user.update', canInstance.update(instance)),
  }
}
