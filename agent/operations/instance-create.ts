import { markInstanceFailed } from '@/agent/operations/instance-status.ts'
import { defineOperation, type OperationWork } from '@/agent/operations/workflow.ts'
import type { Platform } from '@/agent/platforms/platform.ts'

/** `instance.create`: provision on the platform; the last step makes the instance ready. */
export function instanceCreate(platform: Platform): ReturnType<typeof defineOperation> {
  const work: OperationWork = {
    kind: 'instance.create',
    deadlineMs: 120_000,
    run: ({ instanceId }, step) => platform.provision(instanceId, step),
    onFailure: async ({ instanceId }, explanation) =>
      markInstanceFailed(instanceId, explanation, await platform.explain(instanceId)),
  }
  return defineOperation(work)
}
