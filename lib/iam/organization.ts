import type { ResourceRef } from '@/lib/core/authorise.ts'
import type { Context } from '@/lib/core/context.ts'
import { notFound } from '@/lib/core/errors.ts'
import { db, type Transaction } from '@/lib/db/db.ts'
import { newId } from '@/lib/ids/ids.ts'

interface Installation {
  organizationId: string
  defaultProjectId: string
}

/** The one organization of an installation and its default project; made on first use. */
export async function ensureInstallation(): Promise<Installation> {
  return db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('holdfast.installation'))`
    const organization =
      (await tx.organization.findFirst({ orderBy: { createdAt: 'asc' } })) ??
      (await tx.organization.create({ data: { id: newId(), name: 'Holdfast' } }))
    const project =
      (await tx.project.findFirst({
        where: { organizationId: organization.id },
        orderBy: { createdAt: 'asc' },
      })) ??
      (await tx.project.create({
        data: { id: newId(), organizationId: organization.id, name: 'default' },
      }))
    return { organizationId: organization.id, defaultProjectId: project.id }
  })
}

/** Loads the actor's own organization as the resource of a command; else `not_found`. */
export async function loadOrganization(
  tx: Transaction,
  context: Context,
  organizationId: string,
): Promise<{ ref: ResourceRef; record: { id: string; name: string } }> {
  const { actor } = context
  const record = await tx.organization.findUnique({
    where: { id: organizationId },
    select: { id: true, name: true },
  })
  const foreign =
    (actor.kind === 'member' || actor.kind === 'api_key') && actor.organizationId !== organizationId
  if (!record || foreign) throw notFound('organization', organizationId)
  return {
    ref: { type: 'organization', id: null, name: record.name, projectId: null, organizationId },
    record,
  }
}
