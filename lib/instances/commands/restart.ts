import { defineCommand } from '@/lib/core/command.ts'
import { preconditionFailed } from '@/lib/core/errors.ts'
import type { Transaction } from '@/lib/db/db.ts'
import { lockInstance, toInstanceDto, type InstanceRow } from '../internal.ts'
import { instanceRefSchema } from '../schema.ts'
import { can } from '../state.ts'
import { changeStatus, requirePermitted } from '../transition.ts'

/** Restarts the engine of an instance: connections are closed, data stays. */
export const restartInstance = defineCommand({
  name: 'instance.restart',
  input: instanceRefSchema,
  resource: lockInstance,
  run: async (tx, _context, _input, record) => {
    requirePermitted(record, can.restart)
    await requireCreated(tx, record)
    const row = await changeStatus(tx, record, 'restarting')
    return {
      result: toInstanceDto(row, null),
      audit: { before: { status: record.status }, after: { status: row.status } },
      operation: {
        kind: 'instance.restart',
        projectId: row.projectId,
        instanceId: row.id,
        instanceName: row.name,
      },
    }
  },
})

/** An instance that failed while it was being created has nothing to restart. */
async function requireCreated(tx: Transaction, record: InstanceRow): Promise<void> {
  if (record.status !== 'error') return
  const creation = await tx.operation.findFirst({
    where: { instanceId: record.id, kind: 'instance.create' },
    orderBy: [{ createdAt: 'desc' }],
    select: { status: true },
  })
  if (!creation || creation.status === 'succeeded') return
  throw preconditionFailed(
    'unknown_precondition',
    'The creation of this instance has not finished. Retry it instead.',
  )
}
