import type { ResourceRef } from '@/lib/core/authorise.ts'
import type { Context } from '@/lib/core/context.ts'
import { alreadyExists, notFound, type AppError } from '@/lib/core/errors.ts'
import { now } from '@/lib/clock/clock.ts'
import type { Database, Transaction } from '@/lib/db/db.ts'
import type { Prisma } from '@/lib/generated/prisma/client.ts'
import type { ApplicationDto } from './schema.ts'

export const applicationInclude = {
  groups: {
    select: { group: { select: { id: true, name: true } } },
    orderBy: { group: { name: 'asc' } },
  },
  apiKeys: { where: { revokedAt: null }, select: { expiresAt: true, lastUsedAt: true } },
  _count: { select: { policies: true } },
} as const satisfies Prisma.ApplicationInclude

export type ApplicationRow = Prisma.ApplicationGetPayload<{ include: typeof applicationInclude }>

/** What authorisation decides on for an application. */
export function applicationRef(row: {
  id: string
  name: string
  organizationId: string
}): ResourceRef {
  const { id, name, organizationId } = row
  return { type: 'application', id, name, projectId: null, organizationId, isKnownToAll: true }
}

/** Loads an application or throws `not_found`. */
export async function getApplicationOrThrow(
  database: Database | Transaction,
  applicationId: string,
): Promise<ApplicationRow> {
  const row = await database.application.findUnique({
    where: { id: applicationId },
    include: applicationInclude,
  })
  if (!row) throw notFound('application', applicationId)
  return row
}

/** Locks the application for this transaction, then loads it; the resource of its commands. */
export async function lockApplication(
  tx: Transaction,
  _context: Context,
  input: { applicationId: string },
): Promise<{ ref: ResourceRef; record: ApplicationRow }> {
  await tx.$queryRaw`SELECT 1 FROM application WHERE id = ${input.applicationId}::uuid FOR UPDATE`
  const record = await getApplicationOrThrow(tx, input.applicationId)
  return { ref: applicationRef(record), record }
}

/** Throws `conflict` when another application of the organization has the name. */
export async function requireFreeApplicationName(
  tx: Transaction,
  organizationId: string,
  name: string,
): Promise<void> {
  const taken = await tx.application.findUnique({
    where: { organizationId_name: { organizationId, name } },
    select: { id: true },
  })
  if (taken) throw applicationNameTaken(taken.id, name)
}

export function applicationNameTaken(id: string, name: string): AppError {
  return alreadyExists('application', id, `An application named ${name} already exists.`)
}

/** Turns a row into what console and API show. */
export function toApplicationDto(row: ApplicationRow): ApplicationDto {
  const at = now()
  const usable = row.apiKeys.filter(({ expiresAt }) => expiresAt === null || expiresAt > at)
  const uses = row.apiKeys.flatMap(({ lastUsedAt }) => (lastUsedAt ? [lastUsedAt.getTime()] : []))
  return {
    id: row.id,
    organizationId: row.organizationId,
    name: row.name,
    description: row.description,
    tags: row.tags,
    groups: row.groups.map(({ group }) => group),
    policyCount: row._count.policies,
    apiKeyCount: usable.length,
    lastUsedAt: uses.length === 0 ? null : new Date(Math.max(...uses)).toISOString(),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

/** What the audit log keeps of an application. */
export function auditedApplication(row: ApplicationRow): Prisma.InputJsonObject {
  const { name, description, tags, groups } = row
  return { name, description, tags, groups: groups.map(({ group }) => group.name) }
}
