import { defineCommand, type CommandOutcome } from '@/lib/core/command.ts'
import { invalid } from '@/lib/core/errors.ts'
import { now } from '@/lib/clock/clock.ts'
import { lockInstance, toInstanceDto } from '../internal.ts'
import { deleteInstanceSchema, type InstanceDto } from '../schema.ts'
import { changeStatus } from '../transition.ts'

/**
 * Deletes an instance from every status. An open operation is asked to stop; the deletion queues
 * behind it. A second deletion changes nothing and answers like the first.
 */
export const deleteInstance = defineCommand({
  name: 'instance.delete',
  input: deleteInstanceSchema,
  resource: lockInstance,
  run: async (tx, _context, input, record): Promise<CommandOutcome<InstanceDto>> => {
    if (input.confirmName !== undefined && input.confirmName !== record.name) {
      const message = `Type ${record.name} to delete this instance.`
      throw invalid([{ argument: 'confirmName', reason: 'constraint', message }])
    }
    const open = await tx.operation.findMany({
      where: { instanceId: record.id, status: { in: ['queued', 'running'] } },
      select: { id: true, kind: true },
    })
    if (open.some((operation) => operation.kind === 'instance.delete')) {
      return { result: toInstanceDto(record, null), audit: {} }
    }
    await tx.operation.updateMany({
      where: { id: { in: open.map((operation) => operation.id) } },
      data: { requestedCancelAt: now() },
    })
    const row = await changeStatus(tx, record, 'deleting')
    return {
      result: toInstanceDto(row, null),
      audit: { before: { status: record.status, name: record.name } },
      operation: {
        kind: 'instance.delete',
        projectId: row.projectId,
        instanceId: row.id,
        instanceName: row.name,
      },
    }
  },
})
