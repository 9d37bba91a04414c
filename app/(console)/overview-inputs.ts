import type { ListInstancesInput } from '@/lib/instances/schema.ts'
import type { ListOperationsInput } from '@/lib/operations/schema.ts'

/** What the overview reads of instances; the same on the server and in the browser. */
export function overviewInstances(projectId: string | undefined): ListInstancesInput {
  return { ...(projectId && { projectId }), order: 'created_at_desc', page: 1, pageSize: 100 }
}

/** What the overview reads of operations; the same on the server and in the browser. */
export function overviewOperations(projectId: string | undefined): ListOperationsInput {
  return { ...(projectId && { projectId }), page: 1, pageSize: 8 }
}
