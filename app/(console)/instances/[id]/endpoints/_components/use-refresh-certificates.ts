'use client'

import { useQueryClient } from '@tanstack/react-query'
import { certificateKeys } from '@/lib/certificates/query-options.ts'
import { instanceKeys } from '@/lib/instances/query-options.ts'

/** Asks for everything about certificates again, after something was changed. */
export function useRefreshCertificates(): () => void {
  const client = useQueryClient()
  return () => {
    void client.invalidateQueries({ queryKey: certificateKeys.all })
    void client.invalidateQueries({ queryKey: instanceKeys.all })
  }
}
