import { authorise, type ResourceRef } from '@/lib/core/authorise.ts'
import type { ActionName, Context } from '@/lib/core/context.ts'
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

/** Loads an organization as the resource of a command; else `not_found`. */
export async function loadOrganization(
  tx: Transaction,
  _context: Context,
  organizationId: string,
): Promise<{ ref: ResourceRef; record: { id: string; name: string } }> {
  const record = await tx.organization.findUnique({
    where: { id: organizationId },
    select: { id: true, name: true },
  })
  if (!record) throw notFound('organization', organizationId)
  return { ref: organizationRef(organizationId, record.name), record }
}

/** The organization itself as what an action is decided on. */
export function organizationRef(organizationId: string, name: string | null = null): ResourceRef {
  return { type: 'organization', id: null, name, projectId: null, organizationId }
}

/**
 * Throws `forbidden` unless the actor may do the action in their organization as a whole. Returns
 * the filter that keeps a list to it; Holdfast itself sees every organization.
 */
export function requireInOrganization(
  context: Context,
  action: ActionName,
): { organizationId?: string } {
  const { actor } = context
  if (!('organizationId' in actor)) return {}
  const { organizationId } = actor
  authorise(context, action, organizationRef(organizationId))
  return { organizationId }
}
