'use client'

import type { ReactNode } from 'react'
import { useAccess } from '@/components/access/access-provider.tsx'

/** Shows its children at the project that lists are limited to. */
export function InUse({ projectId, children }: { projectId: string; children: ReactNode }) {
  const { listedProject } = useAccess()
  return listedProject?.id === projectId ? children : null
}
