import { preconditionFailed, transientState } from '@/lib/core/errors.ts'
import { now } from '@/lib/clock/clock.ts'
import type { Transaction } from '@/lib/db/db.ts'
import { instanceInclude, type InstanceRow } from './internal.ts'
import { isInTransition, mayBecome, toInstanceStatus } from './state.ts'
import type { InstanceStatus, Permitted } from './state.ts'

/** Throws the sentence of `can.*`: as a busy resource while in transition, else as a condition. */
export function requirePermitted(
  row: InstanceRow,
  check: (state: { status: InstanceStatus }) => Permitted,
): void {
  const status = toInstanceStatus(row.status)
  const permitted = check({ status })
  if (permitted.allowed) return
  if (isInTransition(status)) throw transientState('instance', row.id, status, permitted.reason)
  throw preconditionFailed('unknown_precondition', permitted.reason)
}

/** Moves a locked instance to another status; throws when the lifecycle has no such arrow. */
export async function changeStatus(
  tx: Transaction,
  row: { id: string; status: string },
  to: InstanceStatus,
  reason: string | null = null,
): Promise<InstanceRow> {
  const from = toInstanceStatus(row.status)
  if (from !== to && !mayBecome(from, to)) {
    throw new Error(`instance ${row.id} cannot go from ${from} to ${to}`)
  }
  return tx.instance.update({
    where: { id: row.id },
    data: { status: to, statusReason: reason, statusChangedAt: now() },
    include: instanceInclude,
  })
}
