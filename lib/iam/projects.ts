import type { ResourceRef } from '@/lib/core/authorise.ts'
import type { Context } from '@/lib/core/context.ts'
import { notFound } from '@/lib/core/errors.ts'
import type { Transaction } from '@/lib/db/db.ts'
import type { Project } from '@/lib/generated/prisma/client.ts'

/** What authorisation decides on for a project; colleagues are refused, not told otherwise. */
export function projectRef(row: { id: string; name: string; organizationId: string }): ResourceRef {
  const { id, name, organizationId } = row
  return { type: 'project', id, name, projectId: id, organizationId, isKnownToAll: true }
}

/** Locks a project against deletion, then loads it as the resource of a command; else `not_found`. */
export async function lockProject(
  tx: Transaction,
  _context: Context,
  projectId: string,
): Promise<{ ref: ResourceRef; record: Project }> {
  await tx.$queryRaw`SELECT 1 FROM project WHERE id = ${projectId}::uuid FOR SHARE`
  const record = await tx.project.findUnique({ where: { id: projectId } })
  if (!record) throw notFound('project', projectId)
  return { ref: projectRef(record), record }
}
