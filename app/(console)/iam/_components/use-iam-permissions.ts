'use client'

import { useAccess } from '@/components/access/access-provider.tsx'
import type { ActionName } from '@/lib/core/context.ts'

/** Why the reader may not do an action of IAM; null when they may. */
export function useWhyDenied(): (action: ActionName) => string | null {
  const { whyDenied } = useAccess()
  return (action) => whyDenied(null, action)
}
