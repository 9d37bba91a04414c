import { defineCommand } from '@/lib/core/command.ts'
import type { ActionName } from '@/lib/core/context.ts'
import { notFound, preconditionFailed } from '@/lib/core/errors.ts'
import { operationRefSchema } from '@/lib/operations/schema.ts'
import { lockInstance, toInstanceDto } from '../internal.ts'
import { can, type InstanceStatus } from '../state.ts'
import { changeStatus, requirePermitted } from '../transition.ts'

const retryable: readonly { kind: ActionName; statusMeanwhile: InstanceStatus }[] = [
  { kind: 'instance.create', statusMeanwhile: 'provisioning' },
  { kind: 'instance.restart', statusMeanwhile: 'restarting' },
  { kind: 'instance.delete', statusMeanwhile: 'deleting' },
]

/** Starts the work of a failed operation again, as a new operation on the same instance. */
export const retryOperation = defineCommand({
  name: 'operation.retry',
  input: operationRefSchema,
  resource: async (tx, context, { operationId }) => {
    const failed = await tx.operation.findUnique({ where: { id: operationId } })
    if (!failed) throw notFound('operation', operationId)
    const { ref, record } = await lockInstance(tx, context, { instanceId: failed.instanceId })
    return { ref, record: { failed, instance: record } }
  },
  run: async (tx, _context, _input, { failed, instance }) => {
    requirePermitted(instance, can.retry)
    const work = retryable.find(({ kind }) => kind === failed.kind)
    const newest = await tx.operation.findFirst({
      where: { instanceId: instance.id },
      orderBy: [{ createdAt: 'desc' }],
      select: { id: true },
    })
    if (failed.status !== 'failed' || !work || newest?.id !== failed.id) {
      const message = 'Only the last operation of an instance can be retried, once it has failed.'
      throw preconditionFailed('unknown_precondition', message)
    }
    const row = await changeStatus(tx, instance, work.statusMeanwhile)
    return {
      result: toInstanceDto(row, null),
      audit: { before: { status: instance.status }, after: { status: row.status } },
      operation: {
        kind: work.kind,
        projectId: row.projectId,
        instanceId: row.id,
        instanceName: row.name,
      },
    }
  },
})
