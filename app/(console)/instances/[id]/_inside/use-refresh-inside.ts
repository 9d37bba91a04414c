'use client'

import { useQueryClient } from '@tanstack/react-query'
import { instanceKeys } from '@/lib/instances/query-options.ts'

/** Asks again for everything of the instance, after something inside it was changed. */
export function useRefreshInside(instanceId: string): () => void {
  const client = useQueryClient()
  return () => void client.invalidateQueries({ queryKey: instanceKeys.one(instanceId) })
}
