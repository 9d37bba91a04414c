import type { ResourceRef } from '@/lib/core/authorise.ts'
import type { Context } from '@/lib/core/context.ts'
import { notFound } from '@/lib/core/errors.ts'
import type { Transaction } from '@/lib/db/db.ts'

interface MemberRow {
  id: string
  email: string
  isOwner: boolean
  organizationId: string
}

/** Loads and locks a member of the actor's organization; else `not_found`. */
export async function lockMember(
  tx: Transaction,
  context: Context,
  memberId: string,
): Promise<{ ref: ResourceRef; record: MemberRow }> {
  const { actor } = context
  await tx.$queryRaw`SELECT 1 FROM member WHERE id = ${memberId}::uuid FOR UPDATE`
  const record = await tx.member.findUnique({
    where: { id: memberId },
    select: { id: true, email: true, isOwner: true, organizationId: true },
  })
  const foreign = 'organizationId' in actor && record?.organizationId !== actor.organizationId
  if (!record || foreign) throw notFound('user', memberId)
  const { email: name, organizationId } = record
  // Without an id: a colleague is refused, not told that the member does not exist.
  return { ref: { type: 'user', id: null, name, projectId: null, organizationId }, record }
}
