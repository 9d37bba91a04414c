import { z } from 'zod'
import { isAllowed, projectScope } from '@/lib/core/authorise.ts'
import { defineQuery } from '@/lib/core/query.ts'
import { db } from '@/lib/db/db.ts'
import { allActions } from './catalogue.ts'

/** A project that the actor may read, with what they may do in it. */
export interface ProjectDto {
  id: string
  name: string
  organizationId: string
  organizationName: string
  /** Names of the actions that the actor may do in the project. */
  allowedActions: string[]
}

/** Projects that the actor may read, oldest first; the first is the default one. */
export const listProjects = defineQuery({
  name: 'project.read',
  input: z.strictObject({}),
  run: async (context): Promise<ProjectDto[]> => {
    const scope = projectScope(context.actor, 'project.read')
    const rows = await db().project.findMany({
      where: {
        ...(scope.organizationId === null ? {} : { organizationId: scope.organizationId }),
        ...(scope.projectIds === 'all' ? {} : { id: { in: [...scope.projectIds] } }),
      },
      include: { organization: { select: { name: true } } },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    })
    return rows.map((row) => {
      const { id, name, organizationId, organization } = row
      const ref = { type: 'project', id: null, name, projectId: id, organizationId }
      return {
        id,
        name,
        organizationId,
        organizationName: organization.name,
        allowedActions: allActions.filter((action) => isAllowed(context.actor, action, ref)),
      }
    })
  },
})
