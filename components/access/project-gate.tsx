'use client'

import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { EmptyState } from '@/components/feedback/empty-state.tsx'
import { useAccess } from './access-provider.tsx'

/** Pages about oneself or the organization, not about what is in a project. */
const organizationPages = ['/account', '/iam', '/audit-log', '/settings']

/** Tells a reader who may see no instances what to ask for, instead of showing empty lists. */
export function ProjectGate({ children }: { children: ReactNode }) {
  const { projects } = useAccess()
  const pathname = usePathname()
  const isOfOrganization = organizationPages.some(
    (page) => pathname === page || pathname.startsWith(`${page}/`),
  )
  const seesInstances = projects.some(({ allowedActions }) =>
    allowedActions.includes('instance.read'),
  )
  if (seesInstances || isOfOrganization) return children
  return (
    <EmptyState page kind="forbidden" title="You have no access to any project">
      Ask an owner of the organization for RelationalDatabasesReadOnly to see instances, or for
      RelationalDatabasesFullAccess to work with them.
    </EmptyState>
  )
}
