import { markInstanceFailed } from '@/agent/operations/instance-status.ts'
import { defineOperation, type OperationWork } from '@/agent/operations/workflow.ts'
import type { Platform } from '@/agent/platforms/platform.ts'

/** `instance.restart`: a clean stop and start while new connections wait. */
export function instanceRestart(platform: Platform): ReturnType<typeof defineOperation> {
  const work: OperationWork = {
    kind: 'instance.restart',
    deadlineMs: 180_000,
    run: ({ instanceId }, step) => platform.restart(instanceId, step),
    onFailure: async ({ instanceId }, explanation) =>
      markInstanceFailed(instanceId, explanation, await platform.explain(instanceId)),
  }
  return defineOperation(work)
}
