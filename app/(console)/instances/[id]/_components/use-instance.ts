'use client'

import { useQuery } from '@tanstack/react-query'
import { failureOf } from '@/components/data/query-client.ts'
import { instanceQuery } from '@/lib/instances/query-options.ts'

/** The instance, kept fresh; once it is gone nobody asks for it any more. */
export function useInstance(instanceId: string) {
  const options = instanceQuery(instanceId)
  const query = useQuery({
    ...options,
    refetchInterval: (state) => {
      const { error } = state.state
      if (error && failureOf(error).code === 'not_found') return false
      const { refetchInterval } = options
      return typeof refetchInterval === 'function' ? refetchInterval(state) : refetchInterval
    },
  })
  const gone = query.error !== null && failureOf(query.error).code === 'not_found'
  return { ...query, gone }
}
