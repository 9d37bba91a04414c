import { projectScope } from '@/lib/core/authorise.ts'
import type { ActionName, Context } from '@/lib/core/context.ts'
import { defineQuery } from '@/lib/core/query.ts'
import { now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'
import type { Prisma } from '@/lib/generated/prisma/client.ts'
import { operationInclude, toOperationDto } from './dto.ts'
import { listOperationsSchema } from './schema.ts'
import type { OperationPage } from './schema.ts'

/** Ids of the projects in which the actor may do the action. */
async function readableProjectIds(context: Context, action: ActionName): Promise<string[]> {
  const scope = projectScope(context.actor, action)
  if (scope.projectIds !== 'all') return [...scope.projectIds]
  const where = scope.organizationId === null ? {} : { organizationId: scope.organizationId }
  const projects = await db().project.findMany({ where, select: { id: true } })
  return projects.map((project) => project.id)
}

/** Operations of the projects that the actor may read, newest first. */
export const listOperations = defineQuery({
  name: 'operation.read',
  input: listOperationsSchema,
  run: async (context, input): Promise<OperationPage> => {
    const readable = await readableProjectIds(context, 'operation.read')
    const projectIds = readable.filter(
      (id) => input.projectId === undefined || id === input.projectId,
    )
    const where: Prisma.OperationWhereInput = {
      projectId: { in: projectIds },
      ...(input.instanceId === undefined ? {} : { instanceId: input.instanceId }),
      ...(input.status === undefined ? {} : { status: input.status }),
    }
    const [rows, totalCount] = await Promise.all([
      db().operation.findMany({
        where,
        include: operationInclude,
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        skip: (input.page - 1) * input.pageSize,
        take: input.pageSize,
      }),
      db().operation.count({ where }),
    ])
    return { operations: rows.map(toOperationDto), totalCount, readAt: now().toISOString() }
  },
})
