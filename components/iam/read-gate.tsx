'use client'

import type { ReactNode } from 'react'
import { useAccess } from '@/components/access/access-provider.tsx'
import { EmptyState } from '@/components/feedback/empty-state.tsx'
import type { ActionName } from '@/lib/core/context.ts'
import { permissionSetFor } from '@/lib/iam/catalogue.ts'

/** Shows the children to those who may read them; everybody else learns what to ask for, and whom. */
export function ReadGate({
  action,
  what,
  page = false,
  children,
}: {
  action: ActionName
  /** What is hidden, for example "members". */
  what: string
  /** It is all that the page holds. */
  page?: boolean
  children: ReactNode
}) {
  const { whyDenied, organization } = useAccess()
  if (whyDenied(null, action) === null) return children
  return (
    <div className="rounded-lg border border-border bg-surface shadow-raised">
      <EmptyState kind="forbidden" page={page} title={`You may not see ${what}`}>
        This needs {permissionSetFor(action)}. Ask an owner of {organization.name} for it.
      </EmptyState>
    </div>
  )
}
