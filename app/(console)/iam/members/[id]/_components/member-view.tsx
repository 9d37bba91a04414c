'use client'

import { useQuery } from '@tanstack/react-query'
import { Notice } from '@/components/feedback/notice.tsx'
import { Freshness } from '@/components/feedback/freshness.tsx'
import { MemberBadges } from '@/components/iam/member-badges.tsx'
import { PageHeader } from '@/components/shell/page-header.tsx'
import { formatUtc } from '@/lib/format/time.ts'
import { memberQuery } from '@/lib/iam/members/query-options.ts'
import type { MemberDto } from '@/lib/iam/members/schema.ts'
import { useAccess } from '@/components/access/access-provider.tsx'
import { AbilitiesCard } from '../../../_components/abilities-card.tsx'
import { ActivityCard } from '../../../_components/activity-card.tsx'
import { ApiKeysCard } from '../../../_components/api-keys-card.tsx'
import { DetailState } from '../../../_components/detail-state.tsx'
import { GroupsCard } from '../../../_components/groups-card.tsx'
import { PoliciesCard } from '../../../_components/policies-card.tsx'
import { MemberMenu } from '../../_components/member-menu.tsx'
import { MemberFacts } from './member-facts.tsx'
import { SessionsCard } from './sessions-card.tsx'

export function MemberView({ memberId }: { memberId: string }) {
  const query = useQuery(memberQuery(memberId))
  return (
    <DetailState
      query={query}
      noun="member"
      readAction="member.read"
      list={{ href: '/iam/members', label: 'Show all members' }}
    >
      {(member) => (
        <>
          <PageHeader
            crumbs={[
              { label: 'IAM', href: '/iam' },
              { label: 'Members', href: '/iam/members' },
            ]}
            title={member.name}
            status={<MemberBadges member={member} />}
            meta={
              <Freshness
                updatedAt={query.dataUpdatedAt}
                failing={query.error !== null || query.failureCount > 0}
                onRetry={() => void query.refetch()}
              />
            }
            actions={<MemberMenu member={member} place="page" />}
          />
          <Parts member={member} />
        </>
      )}
    </DetailState>
  )
}

function Parts({ member }: { member: MemberDto }) {
  const { memberId } = useAccess()
  const isSelf = member.id === memberId
  const principal = { kind: 'member', id: member.id, name: member.email } as const
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="min-w-0 space-y-6">
        {member.isLocked && (
          <Notice tone="danger" title="Locked">
            They cannot sign in and their API keys are refused, until somebody unlocks them.
          </Notice>
        )}
        {!member.isLocked && member.status === 'invitation_pending' && (
          <Notice tone="warning" title="Waiting for them to accept the invitation">
            {member.invitationExpiresAt
              ? `The link works until ${formatUtc(member.invitationExpiresAt)}. Make a new one in the menu if it was lost.`
              : 'Make a link in the menu and send it to them.'}
          </Notice>
        )}
        <AbilitiesCard
          principal={principal}
          title={isSelf ? 'What can you do?' : 'What can they do?'}
        />
        <ApiKeysCard bearer={principal} />
        <ActivityCard actorId={member.id} />
      </div>
      <div className="space-y-6">
        <MemberFacts member={member} />
        <PoliciesCard principal={principal} groups={member.groups} />
        <GroupsCard groups={member.groups} />
        <SessionsCard member={member} />
      </div>
    </div>
  )
}
