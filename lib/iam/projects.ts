import type { ResourceRef } from '@/lib/core/authorise.ts'
import type { Context } from '@/lib/core/context.ts'
import { notFound } from '@/lib/core/errors.ts'
import type { Transaction } from '@/lib/db/db.ts'

interface ProjectRow {
  id: string
  name: string
  organizationId: string
}

/** Loads a project of the actor's organization as the resource of a command; else `not_found`. */
export async function lockProject(
  tx: Transaction,
  context: Context,
  projectId: string,
): Promise<{ ref: ResourceRef; record: ProjectRow }> {
  const { actor } = context
  const record = await tx.project.findUnique({
    where: { id: projectId },
    select: { id: true, name: true, organizationId: true },
  })
  const foreign =
    (actor.kind === 'member' || actor.kind === 'api_key') &&
    record?.organizationId !== actor.organizationId
  if (!record || foreign) throw notFound('project', projectId)
  const { id, name, organizationId } = record
  return { ref: { type: 'project', id: null, name, projectId: id, organizationId }, record }
}
