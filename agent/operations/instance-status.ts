import { db } from '@/lib/db/db.ts'
import { mayBecome, toInstanceStatus, type InstanceStatus } from '@/lib/instances/state.ts'
import { changeStatus } from '@/lib/instances/transition.ts'

/**
 * Moves an instance to a status under a row lock; harmless when it is there already, gone, or
 * meanwhile being deleted. Returns whether it moved.
 */
export async function moveInstance(
  instanceId: string,
  to: InstanceStatus,
  reason: string | null = null,
): Promise<boolean> {
  return db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "instance" WHERE "id" = ${instanceId}::uuid FOR UPDATE`
    const row = await tx.instance.findUnique({ where: { id: instanceId } })
    if (!row) return false
    const from = toInstanceStatus(row.status)
    if (from === to && row.statusReason === reason) return false
    if (from === 'deleting' && to !== 'error') return false
    if (from !== to && !mayBecome(from, to)) return false
    await changeStatus(tx, row, to, reason)
    return true
  })
}

/** Puts an instance into `error` with a sentence and the engine's last words. */
export async function markInstanceFailed(
  instanceId: string,
  message: string,
  logLines: readonly string[],
): Promise<string> {
  const text = logLines.length === 0 ? message : `${message}\n${logLines.join('\n')}`
  await moveInstance(instanceId, 'error', text)
  return text
}
