import { writeAuditEntry } from '@/lib/core/audit-entry.ts'
import type { Context } from '@/lib/core/context.ts'
import type { Transaction } from '@/lib/db/db.ts'

interface SyncedMember {
  id: string
  email: string
  organizationId: string
}

/**
 * Makes the member belong to exactly the groups that name one of the provider's groups, as far as
 * the provider put them there: memberships that somebody gave in the console stay as they are.
 * Each change is audited.
 */
export async function syncGroups(
  tx: Transaction,
  context: Context,
  member: SyncedMember,
  providerGroups: readonly string[],
): Promise<void> {
  const { id: memberId, organizationId } = member
  const mapped = await tx.group.findMany({
    where: { organizationId, oidcGroups: { hasSome: [...providerGroups] } },
    select: { id: true, name: true },
  })
  const present = await tx.groupMember.findMany({
    where: { memberId },
    select: { groupId: true, isFromOidc: true, group: { select: { name: true } } },
  })
  const joined = mapped.filter(({ id }) => !present.some(({ groupId }) => groupId === id))
  const left = present.filter(
    ({ groupId, isFromOidc }) => isFromOidc && !mapped.some(({ id }) => id === groupId),
  )
  await tx.groupMember.createMany({
    data: joined.map(({ id: groupId }) => ({ groupId, memberId, isFromOidc: true })),
    skipDuplicates: true,
  })
  await tx.groupMember.deleteMany({
    where: { memberId, isFromOidc: true, groupId: { in: left.map(({ groupId }) => groupId) } },
  })
  const record = (group: { id: string; name: string }, change: Record<string, string>) =>
    writeAuditEntry(tx, context, {
      action: 'group.set-members',
      outcome: 'allowed',
      resource: { type: 'group', ...group, projectId: null, organizationId },
      after: { ...change, by: 'OpenID Connect' },
    })
  for (const group of joined) await record(group, { joined: member.email })
  for (const { groupId, group } of left) {
    await record({ id: groupId, name: group.name }, { left: member.email })
  }
}
