'use client'

import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { Freshness } from '@/components/feedback/freshness.tsx'
import { Fact } from '@/components/iam/facts.tsx'
import { MemberBadges } from '@/components/iam/member-badges.tsx'
import { PageHeader } from '@/components/shell/page-header.tsx'
import { RelativeTime } from '@/components/time/relative-time.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { memberQuery } from '@/lib/iam/members/query-options.ts'
import type { MemberDto } from '@/lib/iam/members/schema.ts'
import { AbilitiesCard } from '../../iam/_components/abilities-card.tsx'
import { ApiKeysCard } from '../../iam/_components/api-keys-card.tsx'
import { DetailState } from '../../iam/_components/detail-state.tsx'
import { GroupsCard } from '../../iam/_components/groups-card.tsx'
import { PasswordSheet } from '../../iam/members/_components/password-sheet.tsx'
import { NameSheet } from './name-sheet.tsx'
import { OwnSessionsCard } from './own-sessions-card.tsx'

/** Everything about the reader themselves. */
export function AccountView({ memberId }: { memberId: string }) {
  const query = useQuery(memberQuery(memberId))
  return (
    <DetailState
      query={query}
      noun="account"
      readAction="member.read"
      list={{ href: '/', label: 'Show the overview' }}
    >
      {(member) => (
        <>
          <PageHeader
            title="Account"
            status={<MemberBadges member={member} />}
            meta={
              <Freshness
                updatedAt={query.dataUpdatedAt}
                failing={query.error !== null || query.failureCount > 0}
                onRetry={() => void query.refetch()}
              />
            }
          />
          <Parts member={member} />
        </>
      )}
    </DetailState>
  )
}

function Parts({ member }: { member: MemberDto }) {
  const principal = { kind: 'member', id: member.id, name: member.email } as const
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="min-w-0 space-y-6">
        <OwnSessionsCard memberId={member.id} />
        <ApiKeysCard bearer={principal} />
        <AbilitiesCard principal={principal} title="What can you do?" />
      </div>
      <div className="space-y-6">
        <Profile member={member} />
        <GroupsCard groups={member.groups} />
      </div>
    </div>
  )
}

function Profile({ member }: { member: MemberDto }) {
  const [opened, setOpened] = useState<'name' | 'password' | null>(null)
  const nameButton = useRef<HTMLButtonElement>(null)
  const passwordButton = useRef<HTMLButtonElement>(null)
  const close = () => setOpened(null)
  return (
    <Card title="Profile" padded={false}>
      <dl className="divide-y divide-border">
        <Fact label="Name">
          <span className="flex items-start justify-between gap-2">
            <span className="min-w-0 break-words">{member.name}</span>
            <Button
              ref={nameButton}
              size="sm"
              aria-label="Edit name"
              onClick={() => setOpened('name')}
            >
              Edit
            </Button>
          </span>
        </Fact>
        <Fact label="E-mail">
          <span className="break-all">{member.email}</span>
        </Fact>
        <Fact label="Password">
          <span className="flex items-start justify-between gap-2">
            {member.hasPassword ? 'Set' : 'None'}
            <Button
              ref={passwordButton}
              size="sm"
              aria-label="Change password"
              onClick={() => setOpened('password')}
            >
              Change
            </Button>
          </span>
        </Fact>
        <Fact label="Single sign-on">{member.isFromOidc ? 'Linked' : 'Not linked'}</Fact>
        <Fact label="Member since">
          <RelativeTime at={member.createdAt} />
        </Fact>
      </dl>
      <NameSheet
        member={member}
        open={opened === 'name'}
        onClose={close}
        returnFocus={nameButton}
      />
      <PasswordSheet
        member={member}
        place="page"
        open={opened === 'password'}
        onOpenChange={close}
        returnFocus={passwordButton}
      />
    </Card>
  )
}
