import { z } from 'zod'
import { projectScope } from '@/lib/core/authorise.ts'
import type { ActionName, Context } from '@/lib/core/context.ts'
import { defineQuery } from '@/lib/core/query.ts'
import { db } from '@/lib/db/db.ts'
import type { Prisma } from '@/lib/generated/prisma/client.ts'
import { projectInclude, toProjectDto } from './internal.ts'
import type { ProjectDto, ProjectSummaryDto } from './schema.ts'

const orderBy = [
  { createdAt: 'asc' },
  { id: 'asc' },
] satisfies Prisma.ProjectOrderByWithRelationInput[]

/** Projects that the actor may read, oldest first; the first is the default one. */
export const listProjects = defineQuery({
  name: 'project.read',
  input: z.strictObject({}),
  run: async (context): Promise<ProjectDto[]> => {
    const where = readable(context, 'project.read')
    const rows = await db().project.findMany({ where, include: projectInclude, orderBy })
    return rows.map((row) => toProjectDto(context, row))
  },
})

/** The same projects with what is in them. */
export const listProjectSummaries = defineQuery({
  name: 'project.read',
  input: z.strictObject({}),
  run: async (context): Promise<ProjectSummaryDto[]> => {
    const where = readable(context, 'project.read')
    const include = {
      ...projectInclude,
      _count: { select: { instances: true, apiKeys: { where: { revokedAt: null } } } },
    }
    const rows = await db().project.findMany({ where, include, orderBy })
    const mentions = await db().$queryRaw<{ projectId: string; count: number }[]>`
      SELECT mentioned AS "projectId", count(*)::int AS count
      FROM policy_rule, unnest(project_ids) mentioned GROUP BY mentioned`
    const rulesOf = new Map(mentions.map(({ projectId, count }) => [projectId, count]))
    return rows.map((row) => ({
      ...toProjectDto(context, row),
      instanceCount: row._count.instances,
      apiKeyCount: row._count.apiKeys,
      ruleCount: rulesOf.get(row.id) ?? 0,
    }))
  },
})

function readable({ actor }: Context, action: ActionName): Prisma.ProjectWhereInput {
  const { organizationId, projectIds } = projectScope(actor, action)
  return {
    ...(organizationId === null ? {} : { organizationId }),
    ...(projectIds === 'all' ? {} : { id: { in: [...projectIds] } }),
  }
}
