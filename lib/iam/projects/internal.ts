import { isAllowed, type ResourceRef } from '@/lib/core/authorise.ts'
import type { Context } from '@/lib/core/context.ts'
import { alreadyExists, type AppError } from '@/lib/core/errors.ts'
import type { Transaction } from '@/lib/db/db.ts'
import type { Prisma, Project } from '@/lib/generated/prisma/client.ts'
import { allActions } from '../catalogue.ts'
import { lockProject, projectRef } from '../projects.ts'
import type { ProjectDto } from './schema.ts'

export const projectInclude = {
  organization: { select: { name: true } },
} as const satisfies Prisma.ProjectInclude

type ProjectRow = Prisma.ProjectGetPayload<{ include: typeof projectInclude }>

/** Locks a project for a change, then loads it; the resource of its commands. */
export async function lockProjectForChange(
  tx: Transaction,
  context: Context,
  input: { projectId: string },
): Promise<{ ref: ResourceRef; record: Project }> {
  await tx.$queryRaw`SELECT 1 FROM project WHERE id = ${input.projectId}::uuid FOR UPDATE`
  return lockProject(tx, context, input.projectId)
}

/** Throws `conflict` when another project of the organization has the name. */
export async function requireFreeProjectName(
  tx: Transaction,
  organizationId: string,
  name: string,
): Promise<void> {
  const taken = await tx.project.findUnique({
    where: { organizationId_name: { organizationId, name } },
    select: { id: true },
  })
  if (taken) throw projectNameTaken(taken.id, name)
}

export function projectNameTaken(id: string, name: string): AppError {
  return alreadyExists('project', id, `A project named ${name} already exists.`)
}

/** Turns a row into what the console shows, with what the actor may do in the project. */
export function toProjectDto({ actor }: Context, row: ProjectRow): ProjectDto {
  const ref = projectRef(row)
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    organizationId: row.organizationId,
    organizationName: row.organization.name,
    allowedActions: allActions.filter((action) => isAllowed(actor, action, ref)),
    createdAt: row.createdAt.toISOString(),
  }
}
