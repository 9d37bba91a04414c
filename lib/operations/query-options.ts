import { queryOptions } from '@tanstack/react-query'
import { fetchResult } from '@/lib/core/fetch-result.ts'
import type { ListOperationsInput, OperationPage } from './schema.ts'
import { isOpen } from './state.ts'

/** Keys of everything about operations. */
export const operationKeys = {
  all: ['operations'] as const,
  list: (input: ListOperationsInput) => ['operations', 'list', input] as const,
}

/** Operations, newest first; asked often while one is open. */
export function operationsQuery(input: ListOperationsInput) {
  return queryOptions({
    queryKey: operationKeys.list(input),
    queryFn: () => fetchResult<OperationPage>('/data/operations', input),
    refetchInterval: (query) =>
      query.state.data?.operations.some((operation) => isOpen(operation.status)) ? 1_000 : 10_000,
  })
}
