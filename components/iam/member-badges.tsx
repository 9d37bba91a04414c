import { Crown } from 'lucide-react'
import { StatusBadge } from '@/components/status/status-badge.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import type { MemberDto } from '@/lib/iam/members/schema.ts'

type Shown = Pick<MemberDto, 'isLocked' | 'status' | 'isOwner'>

/** Whether the member can sign in, and whether they are an owner. */
export function MemberBadges({ member }: { member: Shown }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      {member.isLocked && <StatusBadge tone="bad" label="Locked" />}
      {!member.isLocked && member.status === 'invitation_pending' && (
        <StatusBadge tone="attention" label="Invited" />
      )}
      {!member.isLocked && member.status === 'activated' && (
        <StatusBadge tone="good" label="Active" />
      )}
      {member.isOwner && (
        <Badge tone="accent" icon={<Crown aria-hidden />}>
          Owner
        </Badge>
      )}
    </span>
  )
}
