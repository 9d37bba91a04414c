'use client'

import { createContext, use, useMemo, type ReactNode } from 'react'
import type { ActionName } from '@/lib/core/context.ts'
import { permissionSetFor } from '@/lib/iam/catalogue.ts'
import type { ProjectDto } from '@/lib/iam/queries.ts'

interface Access {
  /** The project that new things go to. */
  project: ProjectDto
  /** Why the reader may not do the action in the project; null when they may. */
  whyDenied: (projectId: string, action: ActionName) => string | null
}

const AccessContext = createContext<Access | null>(null)

/** What the reader may do, so that buttons can say why they are disabled. The server checks again. */
export function AccessProvider({
  projects,
  children,
}: {
  projects: readonly ProjectDto[]
  children: ReactNode
}) {
  const access = useMemo((): Access | null => {
    const [project] = projects
    if (!project) return null
    const whyDenied = (projectId: string, action: ActionName) => {
      const allowed = projects.find(({ id }) => id === projectId)?.allowedActions.includes(action)
      return allowed ? null : `Needs ${permissionSetFor(action)}.`
    }
    return { project, whyDenied }
  }, [projects])
  return <AccessContext value={access}>{children}</AccessContext>
}

export function useAccess(): Access {
  const access = use(AccessContext)
  if (!access) throw new Error('useAccess needs an AccessProvider above it')
  return access
}
