'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback } from 'react'

/**
 * Filters and sort in the address of the page. A change replaces the address without a round trip to
 * the server; readers of `params` render again.
 */
export function useUrlState() {
  const params = useSearchParams()
  const set = useCallback((changes: Readonly<Record<string, string | null>>) => {
    const next = new URLSearchParams(window.location.search)
    for (const [key, value] of Object.entries(changes)) {
      if (value) next.set(key, value)
      else next.delete(key)
    }
    const query = next.toString()
    window.history.replaceState(null, '', query ? `?${query}` : window.location.pathname)
  }, [])
  return { params, set }
}
