'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { failureOf } from '@/components/data/query-client.ts'
import { RelativeTime } from '@/components/time/relative-time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Card } from '@/components/ui/card.tsx'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import type { MemberDto } from '@/lib/iam/members/schema.ts'
import { sessionsQuery } from '@/lib/iam/sessions/query-options.ts'
import type { SessionDto } from '@/lib/iam/sessions/schema.ts'
import { useAct } from '../../../_components/use-act.ts'
import { deleteSessionAction } from '../../actions.ts'
import { useMemberPermissions } from '../../_components/use-member-permissions.ts'

/** Browsers that are signed in as the member; any of them can be ended. */
export function SessionsCard({ member }: { member: MemberDto }) {
  const { data, error } = useQuery(sessionsQuery(member.id))
  return (
    <Card title="Sessions" description="Browsers that are signed in" padded={false}>
      {!data && !error && <Skeleton className="m-4 h-10" />}
      {!data && error && <p className="p-4 text-muted">{failureOf(error).message}</p>}
      {data?.length === 0 && <p className="p-4 text-muted">Signed in nowhere.</p>}
      {data && data.length > 0 && (
        <ul className="divide-y divide-border">
          {data.map((session) => (
            <Session key={session.id} session={session} member={member} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Session({ session, member }: { session: SessionDto; member: MemberDto }) {
  const { endSessions } = useMemberPermissions(member)
  const act = useAct()
  const [pending, setPending] = useState(false)
  const end = async () => {
    setPending(true)
    await act(() => deleteSessionAction({ memberId: member.id, sessionId: session.id }), {
      done: 'Ended session',
      failed: 'Could not end session',
    })
    setPending(false)
  }
  return (
    <li className="flex items-start gap-3 px-4 py-2.5">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-mono text-sm break-all">
            {session.address ?? 'Unknown address'}
          </span>
          {session.isCurrent && <Badge tone="accent">This browser</Badge>}
        </p>
        {session.userAgent && (
          <p className="line-clamp-2 text-xs break-words text-muted" title={session.userAgent}>
            {session.userAgent}
          </p>
        )}
        <p className="text-sm text-muted">
          Seen <RelativeTime at={session.lastSeenAt} />, ends{' '}
          <RelativeTime at={session.expiresAt} />
        </p>
      </div>
      {!session.isCurrent && (
        <ReasonButton
          size="sm"
          pending={pending}
          disabledReason={endSessions}
          aria-label={`End session from ${session.address ?? 'unknown address'}`}
          onClick={() => void end()}
        >
          End
        </ReasonButton>
      )}
    </li>
  )
}
