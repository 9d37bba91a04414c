'use client'

import { useAccess } from '@/components/access/access-provider.tsx'
import type { MemberDto } from '@/lib/iam/members/schema.ts'

const ownersOnly = 'Only an owner may do this to an owner.'

/** Why each action on a member is impossible for the reader now; null where it is possible. */
export function useMemberPermissions(member: MemberDto) {
  const { isOwner, memberId, whyDenied } = useAccess()
  const isSelf = member.id === memberId
  const ownerRule = member.isOwner && !isOwner ? ownersOnly : null
  const notSelf = (text: string) => (isSelf ? text : null)
  return {
    isSelf,
    update: isSelf ? null : (whyDenied(null, 'member.update') ?? ownerRule),
    lock: whyDenied(null, 'member.lock') ?? notSelf('You cannot lock yourself.') ?? ownerRule,
    unlock: whyDenied(null, 'member.unlock') ?? ownerRule,
    endSessions: isSelf ? null : (whyDenied(null, 'session.delete') ?? ownerRule),
    invite: whyDenied(null, 'member.invite') ?? ownerRule,
    setOwner: isOwner ? null : 'Only an owner can change owners.',
    setPassword: isSelf ? null : (whyDenied(null, 'member.update-password') ?? ownerRule),
    delete: whyDenied(null, 'member.delete') ?? notSelf('You cannot delete yourself.') ?? ownerRule,
  }
}
