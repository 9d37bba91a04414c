import type { ListInstancesInput } from '@/lib/instances/schema.ts'
import type { ListOperationsInput } from '@/lib/operations/schema.ts'

/** What the overview reads; the same on the server and in the browser. */
export const overviewInstances: ListInstancesInput = {
  order: 'created_at_desc',
  page: 1,
  pageSize: 100,
}
export const overviewOperations: ListOperationsInput = { page: 1, pageSize: 8 }
