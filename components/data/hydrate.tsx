import { dehydrate, HydrationBoundary, type QueryKey } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ActionResult } from '@/lib/core/result.ts'
import { makeQueryClient } from './query-client.ts'

/**
 * Hands what the server read to the queries below. A failed read is left out: the query then asks for
 * itself in the browser, and shows its own error with Retry.
 */
export function Hydrate({
  reads,
  children,
}: {
  reads: readonly (readonly [key: QueryKey, result: ActionResult<unknown>])[]
  children: ReactNode
}) {
  const client = makeQueryClient()
  for (const [key, result] of reads) {
    if (result.ok) client.setQueryData(key, result.data)
  }
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>
}
