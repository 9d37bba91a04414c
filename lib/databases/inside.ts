import { preconditionFailed, transientState } from '@/lib/core/errors.ts'
import type { InstanceRow } from '@/lib/instances/resource.ts'
import type { InsideState } from './schema.ts'
import { canChangeInside, whyChangesWait } from './state.ts'

/** Throws, in words, when what is inside the instance cannot be changed now. */
export function requireChangeable(instance: InstanceRow): void {
  const permitted = canChangeInside(instance)
  if (permitted.allowed) return
  if (instance.status === 'locked') {
    throw preconditionFailed('unknown_precondition', permitted.reason)
  }
  throw transientState('instance', instance.id, instance.status, permitted.reason)
}

/** When the inside of the instance was last read, and what holds changes up. */
export function insideStateOf(instance: InstanceRow): InsideState {
  const primary = instance.nodes.find(({ role }) => role === 'primary')
  return {
    instanceId: instance.id,
    readAt: instance.inventoryReadAt?.toISOString() ?? null,
    readFailure: instance.inventoryFailure,
    waiting: whyChangesWait({
      status: instance.status,
      health: primary?.health ?? 'unknown',
      healthReason: primary?.healthReason ?? null,
    }),
  }
}
