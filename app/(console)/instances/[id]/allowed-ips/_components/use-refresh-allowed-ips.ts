'use client'

import { useQueryClient } from '@tanstack/react-query'
import { instanceKeys } from '@/lib/instances/query-options.ts'

/** Asks again for the list and the instance, after something was changed. */
export function useRefreshAllowedIps(instanceId: string): () => void {
  const client = useQueryClient()
  return () => void client.invalidateQueries({ queryKey: instanceKeys.one(instanceId) })
}
