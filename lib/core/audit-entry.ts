import type { Database, Transaction } from '@/lib/db/db.ts'
import type { Prisma } from '@/lib/generated/prisma/client.ts'
import { isUuid, newId } from '@/lib/ids/ids.ts'
import type { ResourceRef } from './authorise.ts'
import { actorId, actorName, type ActionName, type Actor, type Context } from './context.ts'

interface AuditRecord {
  action: ActionName
  outcome: 'allowed' | 'refused'
  resource: ResourceRef
  /** The instance that the resource is or belongs to. */
  instanceId?: string | null
  operationId?: string | null
  before?: Prisma.InputJsonValue
  after?: Prisma.InputJsonValue
}

/** Appends to the audit log; in a command inside its transaction, so that neither is without. */
export async function writeAuditEntry(
  database: Database | Transaction,
  context: Context,
  record: AuditRecord,
): Promise<void> {
  await database.auditEntry.create({
    data: {
      id: newId(),
      actorKind: context.actor.kind,
      actorId: actorId(context.actor),
      actorName: actorName(context.actor),
      organizationId: organizationIdOf(context.actor, record.resource),
      address: context.address,
      userAgent: context.userAgent?.slice(0, 255) ?? null,
      requestId: context.requestId,
      action: record.action,
      outcome: record.outcome,
      projectId: record.resource.projectId,
      resourceType: record.resource.type,
      resourceId: record.resource.id,
      resourceName: record.resource.name,
      instanceId: instanceIdOf(record.resource) ?? record.instanceId ?? null,
      operationId: record.operationId ?? null,
      ...(record.before === undefined ? {} : { before: record.before }),
      ...(record.after === undefined ? {} : { after: record.after }),
    },
  })
}

/** The organization of what was acted on, else of who acted; a stranger's attempt may have none. */
function organizationIdOf(actor: Actor, { organizationId }: ResourceRef): string | null {
  if (organizationId !== '') return organizationId
  return 'organizationId' in actor ? actor.organizationId : null
}

function instanceIdOf({ type, id }: ResourceRef): string | null {
  return type === 'instance' && id !== null && isUuid(id) ? id : null
}
