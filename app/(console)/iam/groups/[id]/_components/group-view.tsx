'use client'

import { useQuery } from '@tanstack/react-query'
import { Freshness } from '@/components/feedback/freshness.tsx'
import { Fact } from '@/components/iam/facts.tsx'
import { PrincipalLink } from '@/components/iam/principal-link.tsx'
import { PageHeader } from '@/components/shell/page-header.tsx'
import { RelativeTime } from '@/components/time/relative-time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Card } from '@/components/ui/card.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { missing } from '@/lib/format/bytes.ts'
import { groupQuery } from '@/lib/iam/groups/query-options.ts'
import type { GroupDto } from '@/lib/iam/groups/schema.ts'
import { AbilitiesCard } from '../../../_components/abilities-card.tsx'
import { DetailState } from '../../../_components/detail-state.tsx'
import { PoliciesCard } from '../../../_components/policies-card.tsx'
import { GroupMenu } from '../../_components/group-menu.tsx'

export function GroupView({ groupId }: { groupId: string }) {
  const query = useQuery(groupQuery(groupId))
  return (
    <DetailState
      query={query}
      noun="group"
      readAction="group.read"
      list={{ href: '/iam/groups', label: 'Show all groups' }}
    >
      {(group) => {
        const principal = { kind: 'group', id: group.id, name: group.name } as const
        return (
          <>
            <PageHeader
              crumbs={[
                { label: 'IAM', href: '/iam' },
                { label: 'Groups', href: '/iam/groups' },
              ]}
              title={group.name}
              meta={
                <Freshness
                  updatedAt={query.dataUpdatedAt}
                  failing={query.error !== null || query.failureCount > 0}
                  onRetry={() => void query.refetch()}
                />
              }
              actions={<GroupMenu group={group} place="page" />}
            />
            <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
              <div className="min-w-0 space-y-6">
                <Inside group={group} />
                <AbilitiesCard principal={principal} title="What does it allow?" />
              </div>
              <div className="space-y-6">
                <Facts group={group} />
                <PoliciesCard principal={principal} />
              </div>
            </div>
          </>
        )
      }}
    </DetailState>
  )
}

function Inside({ group }: { group: GroupDto }) {
  const inside = [
    ...group.members.map(({ id, email, isFromOidc }) => ({
      principal: { kind: 'member' as const, id, name: email },
      isFromOidc,
    })),
    ...group.applications.map(({ id, name }) => ({
      principal: { kind: 'application' as const, id, name },
      isFromOidc: false,
    })),
  ]
  return (
    <Card title="Who is in it" padded={false}>
      {inside.length === 0 ? (
        <p className="p-4 text-muted">Nobody yet. Change who is in it in the menu above.</p>
      ) : (
        <ul className="divide-y divide-border">
          {inside.map(({ principal, isFromOidc }) => (
            <li key={principal.id} className="flex flex-wrap items-center gap-x-3 px-4 py-2">
              <PrincipalLink principal={principal} />
              {isFromOidc && <Badge>By OpenID Connect</Badge>}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function Facts({ group }: { group: GroupDto }) {
  return (
    <Card title="Facts" padded={false}>
      <dl className="divide-y divide-border">
        <Fact label="Description">{group.description || missing}</Fact>
        <Fact label="OpenID Connect groups">
          {group.oidcGroups.length === 0 ? (
            missing
          ) : (
            <span className="font-mono text-sm break-all">{group.oidcGroups.join(', ')}</span>
          )}
        </Fact>
        <Fact label="Created">
          <RelativeTime at={group.createdAt} />
        </Fact>
        <Fact label="ID">
          <span className="flex items-center gap-1">
            <span className="min-w-0 font-mono text-xs break-all">{group.id}</span>
            <CopyButton text={group.id} label="Copy ID" />
          </span>
        </Fact>
      </dl>
    </Card>
  )
}
