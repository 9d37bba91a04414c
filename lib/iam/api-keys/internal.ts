import type { ResourceRef } from '@/lib/core/authorise.ts'
import type { Context } from '@/lib/core/context.ts'
import { AppError, invalid, notFound } from '@/lib/core/errors.ts'
import { now } from '@/lib/clock/clock.ts'
import type { Database, Transaction } from '@/lib/db/db.ts'
import type { Prisma } from '@/lib/generated/prisma/client.ts'
import type { PrincipalRef } from '../delegation.ts'
import type { ApiKeyDto } from './schema.ts'

export const apiKeyInclude = {
  member: { select: { id: true, email: true, isOwner: true, organizationId: true } },
  application: { select: { id: true, name: true, organizationId: true } },
  defaultProject: { select: { name: true, organizationId: true } },
} as const satisfies Prisma.ApiKeyInclude

export type ApiKeyRow = Prisma.ApiKeyGetPayload<{ include: typeof apiKeyInclude }>

/** Whose key it is, and whether that is an owner. */
export function bearerOf(row: ApiKeyRow): PrincipalRef & { name: string; isOwner: boolean } {
  const { member, application } = row
  if (member) return { kind: 'member', id: member.id, name: member.email, isOwner: member.isOwner }
  if (application) return { kind: 'application', ...application, isOwner: false }
  throw new Error(`the API key ${row.accessKey} is nobody's`)
}

/** What authorisation decides on for an API key: one's own is always one's own. */
export function apiKeyRef(row: ApiKeyRow): ResourceRef {
  return {
    type: 'api_key',
    id: row.accessKey,
    name: row.description === '' ? bearerOf(row).name : row.description,
    projectId: null,
    organizationId: row.defaultProject.organizationId,
    memberId: row.memberId,
    isKnownToAll: true,
  }
}

/**
 * Loads a key that is not deleted, or throws `not_found`. One query after the other: in a
 * transaction they share a connection, which does one thing at a time.
 */
export async function getApiKeyOrThrow(
  database: Database | Transaction,
  accessKey: string,
): Promise<ApiKeyRow> {
  const row = await database.apiKey.findUnique({ where: { accessKey } })
  if (!row || row.revokedAt) throw notFound('api_key', accessKey)
  const { memberId, applicationId, defaultProjectId } = row
  const member =
    memberId === null
      ? null
      : await database.member.findUnique({
          where: { id: memberId },
          select: apiKeyInclude.member.select,
        })
  const application =
    applicationId === null
      ? null
      : await database.application.findUnique({
          where: { id: applicationId },
          select: apiKeyInclude.application.select,
        })
  const defaultProject = await database.project.findUniqueOrThrow({
    where: { id: defaultProjectId },
    select: apiKeyInclude.defaultProject.select,
  })
  return { ...row, member, application, defaultProject }
}

/** Locks the key for this transaction, then loads it; the resource of its commands. */
export async function lockApiKey(
  tx: Transaction,
  _context: Context,
  input: { accessKey: string },
): Promise<{ ref: ResourceRef; record: ApiKeyRow }> {
  await tx.$queryRaw`SELECT 1 FROM api_key WHERE access_key = ${input.accessKey} FOR UPDATE`
  const record = await getApiKeyOrThrow(tx, input.accessKey)
  return { ref: apiKeyRef(record), record }
}

/** Throws `not_found` unless the project is of the organization; returns its id. */
export async function requireProject(
  tx: Transaction,
  organizationId: string,
  projectId: string | undefined,
): Promise<string> {
  const project = await tx.project.findFirst({
    where: { organizationId, ...(projectId !== undefined && { id: projectId }) },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true },
  })
  if (!project) throw notFound('project', projectId ?? organizationId)
  return project.id
}

/** Reads a time of expiry; throws `invalid` unless it is in the future. */
export function toExpiry(text: string | null | undefined): Date | null {
  if (text == null) return null
  const expiresAt = new Date(text)
  if (expiresAt > now()) return expiresAt
  const message = 'Choose a time in the future.'
  throw invalid([{ argument: 'expiresAt', reason: 'constraint', message }])
}

/** Throws `forbidden` when a key that expires would make one that lives longer, or itself immortal. */
export async function requireNoLongerLife(
  tx: Transaction,
  context: Context,
  action: 'api_key.create' | 'api_key.update',
  expiresAt: Date | null,
): Promise<void> {
  const { actor } = context
  if (!('accessKey' in actor)) return
  const asking = await tx.apiKey.findUnique({
    where: { accessKey: actor.accessKey },
    select: { expiresAt: true },
  })
  if (!asking?.expiresAt || (expiresAt && expiresAt <= asking.expiresAt)) return
  throw new AppError(
    'forbidden',
    `The API key that asks expires at ${asking.expiresAt.toISOString()}; what it makes may not live longer.`,
    { kind: 'permission', resource: 'api_key', action },
  )
}

/** Turns a row into what console and API show. */
export function toApiKeyDto(row: ApiKeyRow): ApiKeyDto {
  const { kind, id, name } = bearerOf(row)
  return {
    accessKey: row.accessKey,
    organizationId: row.defaultProject.organizationId,
    bearer: { kind, id, name },
    description: row.description,
    defaultProjectId: row.defaultProjectId,
    defaultProjectName: row.defaultProject.name,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    isExpired: row.expiresAt !== null && row.expiresAt <= now(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    creationAddress: row.creationAddress,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

/** What the audit log keeps of a key: never the secret. */
export function auditedApiKey(row: ApiKeyRow): Prisma.InputJsonObject {
  return {
    accessKey: row.accessKey,
    bearer: bearerOf(row).name,
    description: row.description,
    defaultProjectId: row.defaultProjectId,
    expiresAt: row.expiresAt?.toISOString() ?? null,
  }
}
