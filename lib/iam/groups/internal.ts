import type { ResourceRef } from '@/lib/core/authorise.ts'
import type { Context } from '@/lib/core/context.ts'
import { alreadyExists, notFound, type AppError } from '@/lib/core/errors.ts'
import type { Database, Transaction } from '@/lib/db/db.ts'
import type { Prisma } from '@/lib/generated/prisma/client.ts'
import type { GroupDto } from './schema.ts'

export const groupInclude = {
  members: {
    select: { isFromOidc: true, member: { select: { id: true, email: true, name: true } } },
    orderBy: { member: { email: 'asc' } },
  },
  applications: {
    select: { application: { select: { id: true, name: true } } },
    orderBy: { application: { name: 'asc' } },
  },
  policies: { select: { id: true, name: true }, orderBy: { name: 'asc' } },
} as const satisfies Prisma.GroupInclude

export type GroupRow = Prisma.GroupGetPayload<{ include: typeof groupInclude }>

/** What authorisation decides on for a group. */
export function groupRef(row: { id: string; name: string; organizationId: string }): ResourceRef {
  const { id, name, organizationId } = row
  return { type: 'group', id, name, projectId: null, organizationId, isKnownToAll: true }
}

/** Loads a group or throws `not_found`. */
export async function getGroupOrThrow(
  database: Database | Transaction,
  groupId: string,
): Promise<GroupRow> {
  const row = await database.group.findUnique({ where: { id: groupId }, include: groupInclude })
  if (!row) throw notFound('group', groupId)
  return row
}

/** Locks the group for this transaction, then loads it; the resource of its commands. */
export async function lockGroup(
  tx: Transaction,
  _context: Context,
  input: { groupId: string },
): Promise<{ ref: ResourceRef; record: GroupRow }> {
  await tx.$queryRaw`SELECT 1 FROM iam_group WHERE id = ${input.groupId}::uuid FOR UPDATE`
  const record = await getGroupOrThrow(tx, input.groupId)
  return { ref: groupRef(record), record }
}

/** Throws `conflict` when another group of the organization has the name. */
export async function requireFreeGroupName(
  tx: Transaction,
  organizationId: string,
  name: string,
): Promise<void> {
  const taken = await tx.group.findUnique({
    where: { organizationId_name: { organizationId, name } },
    select: { id: true },
  })
  if (taken) throw groupNameTaken(taken.id, name)
}

export function groupNameTaken(id: string, name: string): AppError {
  return alreadyExists('group', id, `A group named ${name} already exists.`)
}

/** Throws `not_found` unless all of them are of the organization. */
export async function requirePrincipals(
  tx: Transaction,
  organizationId: string,
  memberIds: readonly string[],
  applicationIds: readonly string[],
): Promise<void> {
  const where = (ids: readonly string[]) => ({ id: { in: [...ids] }, organizationId })
  const select = { id: true }
  const members = await tx.member.findMany({ where: where(memberIds), select })
  const applications = await tx.application.findMany({ where: where(applicationIds), select })
  const known = new Set([...members, ...applications].map(({ id }) => id))
  const member = memberIds.find((id) => !known.has(id))
  if (member !== undefined) throw notFound('member', member)
  const application = applicationIds.find((id) => !known.has(id))
  if (application !== undefined) throw notFound('application', application)
}

/** Turns a row into what console and API show. */
export function toGroupDto(row: GroupRow): GroupDto {
  return {
    id: row.id,
    organizationId: row.organizationId,
    name: row.name,
    description: row.description,
    tags: row.tags,
    oidcGroups: row.oidcGroups,
    members: row.members.map(({ isFromOidc, member }) => ({ ...member, isFromOidc })),
    applications: row.applications.map(({ application }) => application),
    policies: row.policies,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

/** What the audit log keeps of a group. */
export function auditedGroup(row: GroupRow): Prisma.InputJsonObject {
  const { name, description, tags, oidcGroups } = row
  return {
    name,
    description,
    tags,
    oidcGroups,
    members: row.members.map(({ member }) => member.email),
    applications: row.applications.map(({ application }) => application.name),
  }
}
