'use client'

import { createContext, use, useMemo, type ReactNode } from 'react'
import type { ActionName } from '@/lib/core/context.ts'
import { permissionSetFor } from '@/lib/iam/catalogue.ts'
import type { MyAccessDto } from '@/lib/iam/access.ts'
import type { ProjectDto } from '@/lib/iam/projects/schema.ts'

interface Access extends MyAccessDto {
  /** The region that API clients have to name. */
  region: string
  /** The project that new things go to; null for a reader who sees none. */
  project: ProjectDto | null
  /** The project that lists are limited to; null when they show every project. */
  listedProject: ProjectDto | null
  /** Why the reader may not do the action in the project, or (null) in the organization. */
  whyDenied: (projectId: string | null, action: ActionName) => string | null
}

const AccessContext = createContext<Access | null>(null)

/** What the reader may do, so that buttons can say why they are disabled. The server checks again. */
export function AccessProvider({
  access,
  listedProjectId,
  region,
  children,
}: {
  access: MyAccessDto
  listedProjectId: string | null
  region: string
  children: ReactNode
}) {
  const value = useMemo((): Access => {
    const { projects, organizationActions } = access
    const listedProject = projects.find(({ id }) => id === listedProjectId) ?? null
    const mayCreate = projects.find((project) => project.allowedActions.includes('instance.create'))
    const whyDenied = (projectId: string | null, action: ActionName) => {
      const allowed =
        projectId === null
          ? organizationActions
          : projects.find(({ id }) => id === projectId)?.allowedActions
      return allowed?.includes(action) ? null : `Needs ${permissionSetFor(action)}.`
    }
    return {
      ...access,
      region,
      project: listedProject ?? mayCreate ?? projects[0] ?? null,
      listedProject,
      whyDenied,
    }
  }, [access, listedProjectId, region])
  return <AccessContext value={value}>{children}</AccessContext>
}

export function useAccess(): Access {
  const access = use(AccessContext)
  if (!access) throw new Error('useAccess needs an AccessProvider above it')
  return access
}
