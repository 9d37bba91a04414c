import { waitUntil } from '@/agent/process/ready.ts'
import { abortOperation } from '@/agent/operations/cancellation.ts'
import { markInstanceFailed } from '@/agent/operations/instance-status.ts'
import { defineOperation, type OperationWork } from '@/agent/operations/workflow.ts'
import type { Platform } from '@/agent/platforms/platform.ts'
import { db } from '@/lib/db/db.ts'

/** The longest single act of any step gives up within this time once it is asked to. */
const cancelWaitMs = 300_000

/** `instance.delete`: ends whatever is open on the instance, then removes all of it. */
export function instanceDelete(platform: Platform): ReturnType<typeof defineOperation> {
  const work: OperationWork = {
    kind: 'instance.delete',
    deadlineMs: 180_000,
    run: async ({ id, instanceId }, step) => {
      await step('cancel-open-operation', () => cancelOthers(id, instanceId))
      await platform.destroy(instanceId, step)
    },
    onFailure: ({ instanceId }, explanation) => markInstanceFailed(instanceId, explanation, []),
  }
  return defineOperation(work)
}

async function cancelOthers(operationId: string, instanceId: string): Promise<string> {
  const others = await db().operation.findMany({
    where: { instanceId, id: { not: operationId }, status: { in: ['queued', 'running'] } },
    select: { id: true },
  })
  if (others.length === 0) return 'Nothing else was open.'
  const ids = others.map(({ id }) => id)
  for (const id of ids) abortOperation(id)
  await waitUntil(
    async () => {
      const open = { id: { in: ids }, status: { in: ['queued', 'running'] } }
      return (await db().operation.count({ where: open })) === 0
    },
    { timeoutMs: cancelWaitMs, intervalMs: 100, label: 'the open operation to end' },
  )
  return 'The open operation was cancelled.'
}
