import { defineCommand } from '@/lib/core/command.ts'
import { preconditionFailed } from '@/lib/core/errors.ts'
import { lockInstance, toInstanceDto } from '../internal.ts'
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
    if (record.nodes.every(({ release }) => release === null)) {
      throw preconditionFailed(
        'unknown_precondition',
        'This instance has never run. Retry its creation instead.',
      )
    }
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
