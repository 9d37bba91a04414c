import { projectScope } from '@/lib/core/authorise.ts'
import type { Context } from '@/lib/core/context.ts'
import { AppError } from '@/lib/core/errors.ts'
import type { AuditEntry, Prisma } from '@/lib/generated/prisma/client.ts'
import type { z } from 'zod'
import type { AuditEntryDto, AuditValue, auditFiltersSchema } from './schema.ts'

type Filters = z.output<typeof auditFiltersSchema>

/**
 * Entries that the actor may see: of the organization, or of the projects in which they may read
 * the log. What nobody of an organization did belongs to those who read all. Throws `forbidden`
 * for who may read it nowhere.
 */
export function readableEntries(context: Context): Prisma.AuditEntryWhereInput {
  const { organizationId, projectIds } = projectScope(context.actor, 'audit.read')
  if (projectIds === 'all') {
    if (organizationId === null) return {}
    return { OR: [{ organizationId }, { organizationId: null }] }
  }
  if (projectIds.length === 0) {
    throw new AppError('forbidden', 'Needs AuditTrailReadOnly.', {
      kind: 'permission',
      resource: 'audit',
      action: 'audit.read',
    })
  }
  return { organizationId, projectId: { in: [...projectIds] } }
}

/** The conditions that the filters stand for; letters count the same in either case. */
export function matchingEntries(filters: Filters): Prisma.AuditEntryWhereInput[] {
  const { from, until, actor, action, outcome, resourceType, instanceId, projectId, text } = filters
  const conditions: (Prisma.AuditEntryWhereInput | undefined)[] = [
    from === undefined ? undefined : { at: { gte: new Date(from) } },
    until === undefined ? undefined : { at: { lt: new Date(until) } },
    actor === undefined ? undefined : { OR: [{ actorName: part(actor) }, { actorId: actor }] },
    action === undefined
      ? undefined
      : { action: action.endsWith('.') ? { startsWith: literal(action) } : action },
    outcome && { outcome },
    resourceType === undefined ? undefined : { resourceType },
    instanceId === undefined ? undefined : { instanceId },
    projectId === undefined ? undefined : { projectId },
    text === undefined ? undefined : { OR: anywhere(text) },
  ]
  return conditions.filter((condition) => condition !== undefined)
}

/** Letters that stand for others in a pattern stand for themselves. */
function literal(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}

function part(text: string): Prisma.StringFilter<'AuditEntry'> {
  return { contains: literal(text), mode: 'insensitive' }
}

function anywhere(text: string): Prisma.AuditEntryWhereInput[] {
  return [
    { actorName: part(text) },
    { resourceName: part(text) },
    { action: part(text) },
    { address: part(text) },
    { resourceId: text },
    { requestId: text },
    { actorId: text },
  ]
}

/** A place in the log, as a cursor names it. */
export interface Place {
  at: Date
  id: string
}

export function toCursor({ at, id }: Place): string {
  return `${at.toISOString()}_${id}`
}

/** Reads what `toCursor` wrote; the schema has checked its form. */
export function fromCursor(cursor: string): Place {
  const [at = '', id = ''] = cursor.split('_')
  return { at: new Date(at), id }
}

export function olderThan({ at, id }: Place): Prisma.AuditEntryWhereInput {
  // The first condition says nothing new, but lets the index find where to begin.
  return { at: { lte: at }, OR: [{ at: { lt: at } }, { id: { lt: id } }] }
}

export function newerThan({ at, id }: Place): Prisma.AuditEntryWhereInput {
  return { at: { gte: at }, OR: [{ at: { gt: at } }, { id: { gt: id } }] }
}

export function toAuditEntryDto(row: AuditEntry): AuditEntryDto {
  const { organizationId: _organizationId, at, outcome, before, after, ...rest } = row
  return {
    ...rest,
    at: at.toISOString(),
    outcome: outcome === 'allowed' ? 'allowed' : 'refused',
    before: before as AuditValue,
    after: after as AuditValue,
  }
}
