'use client'

import { useQueryClient } from '@tanstack/react-query'
import { instanceKeys } from '@/lib/instances/query-options.ts'
import { operationKeys } from '@/lib/operations/query-options.ts'

/** Asks for everything about instances again, after something was changed. */
export function useRefreshInstances(): () => void {
  const client = useQueryClient()
  return () => {
    void client.invalidateQueries({ queryKey: instanceKeys.all })
    void client.invalidateQueries({ queryKey: operationKeys.all })
  }
}
