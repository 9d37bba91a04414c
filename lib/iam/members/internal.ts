import type { ResourceRef } from '@/lib/core/authorise.ts'
import type { Context } from '@/lib/core/context.ts'
import { notFound, preconditionFailed } from '@/lib/core/errors.ts'
import { now } from '@/lib/clock/clock.ts'
import type { Database, Transaction } from '@/lib/db/db.ts'
import type { Prisma } from '@/lib/generated/prisma/client.ts'
import type { MemberDto } from './schema.ts'

/** What is read with a member; the counts are of what can be used now. */
export function memberInclude() {
  const at = now()
  return {
    groups: {
      select: { group: { select: { id: true, name: true } } },
      orderBy: { group: { name: 'asc' } },
    },
    _count: {
      select: {
        policies: true,
        apiKeys: {
          where: { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: at } }] },
        },
        sessions: { where: { revokedAt: null, expiresAt: { gt: at } } },
      },
    },
  } as const satisfies Prisma.MemberInclude
}

export type MemberRow = Prisma.MemberGetPayload<{ include: ReturnType<typeof memberInclude> }>

/** What authorisation decides on for a member; colleagues are refused, not told otherwise. */
export function memberRef(row: { id: string; email: string; organizationId: string }): ResourceRef {
  const { id, email: name, organizationId } = row
  const type = 'member'
  return { type, id, name, projectId: null, organizationId, memberId: id, isKnownToAll: true }
}

/** Loads a member or throws `not_found`. */
export async function getMemberOrThrow(
  database: Database | Transaction,
  memberId: string,
): Promise<MemberRow> {
  const row = await database.member.findUnique({
    where: { id: memberId },
    include: memberInclude(),
  })
  if (!row) throw notFound('member', memberId)
  return row
}

/** Locks the member for this transaction, then loads it; the resource of most commands. */
export async function lockMember(
  tx: Transaction,
  _context: Context,
  input: { memberId: string },
): Promise<{ ref: ResourceRef; record: MemberRow }> {
  await tx.$queryRaw`SELECT 1 FROM member WHERE id = ${input.memberId}::uuid FOR UPDATE`
  const record = await getMemberOrThrow(tx, input.memberId)
  return { ref: memberRef(record), record }
}

/** True once the member can sign in: by a password or through the provider. */
export function isActivated(row: {
  passwordHash: string | null
  oidcSubject: string | null
}): boolean {
  return row.passwordHash !== null || row.oidcSubject !== null
}

/**
 * Throws `precondition_failed` when nobody could act as an owner without this member. Takes turns
 * with everybody who asks the same, so that two owners cannot remove each other at once.
 */
export async function requireAnotherOwner(tx: Transaction, member: MemberRow): Promise<void> {
  if (!member.isOwner) return
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('holdfast.owners'))`
  const others = await tx.member.count({
    where: {
      organizationId: member.organizationId,
      isOwner: true,
      lockedAt: null,
      id: { not: member.id },
      OR: [{ passwordHash: { not: null } }, { oidcSubject: { not: null } }],
    },
  })
  if (others > 0) return
  throw preconditionFailed(
    'protected_resource',
    `${member.email} is the last owner who can sign in. Make another member an owner first.`,
  )
}

/** Ends the member's sessions, but the one given; returns how many. */
export async function endSessions(
  tx: Transaction,
  memberId: string,
  but?: string,
): Promise<number> {
  const { count } = await tx.authSession.updateMany({
    where: { memberId, revokedAt: null, ...(but !== undefined && { id: { not: but } }) },
    data: { revokedAt: now() },
  })
  return count
}

/** Turns a row into what console and API show. */
export function toMemberDto(row: MemberRow): MemberDto {
  return {
    id: row.id,
    organizationId: row.organizationId,
    email: row.email,
    name: row.name,
    isOwner: row.isOwner,
    status: isActivated(row) ? 'activated' : 'invitation_pending',
    isLocked: row.lockedAt !== null,
    tags: row.tags,
    groups: row.groups.map(({ group }) => group),
    policyCount: row._count.policies,
    apiKeyCount: row._count.apiKeys,
    sessionCount: row._count.sessions,
    hasPassword: row.passwordHash !== null,
    isFromOidc: row.oidcSubject !== null,
    invitationExpiresAt: isActivated(row) ? null : (row.inviteExpiresAt?.toISOString() ?? null),
    lastSignInAt: row.lastSignInAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

/** What the audit log keeps of a member. */
export function auditedMember(row: MemberRow): Prisma.InputJsonObject {
  const { email, name, isOwner, tags, lockedAt, groups } = row
  return {
    email,
    name,
    isOwner,
    tags,
    isLocked: lockedAt !== null,
    groups: groups.map(({ group }) => group.name),
  }
}
