'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { failureOf } from '@/components/data/query-client.ts'
import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import { RelativeTime } from '@/components/time/relative-time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { sessionsQuery } from '@/lib/iam/sessions/query-options.ts'
import type { SessionDto } from '@/lib/iam/sessions/schema.ts'
import { useAct } from '../../iam/_components/use-act.ts'
import { deleteOtherSessionsAction, deleteOwnSessionAction } from '../actions.ts'
import { deviceOf } from './device.ts'

/** More sessions than this are shown when asked for. */
const shortList = 6

/** Where the reader is signed in; this browser first. */
export function OwnSessionsCard({ memberId }: { memberId: string }) {
  const query = useQuery(sessionsQuery(memberId))
  const { data, error } = query
  const act = useAct()
  const [pending, setPending] = useState(false)
  const [isWhole, setWhole] = useState(false)
  const endOthers = async () => {
    setPending(true)
    await act(() => deleteOtherSessionsAction({ memberId }), {
      done: 'Ended all other sessions',
      failed: 'Could not end the other sessions',
    })
    setPending(false)
  }
  const sessions = [...(data ?? [])].sort(
    (left, right) => Number(right.isCurrent) - Number(left.isCurrent),
  )
  const hasOthers = sessions.some(({ isCurrent }) => !isCurrent)
  return (
    <Card
      title="Sessions"
      description="Browsers that are signed in as you"
      padded={false}
      actions={
        <ReasonButton
          size="sm"
          pending={pending}
          disabledReason={hasOthers ? null : 'There are no other sessions.'}
          onClick={() => void endOthers()}
        >
          End all others
        </ReasonButton>
      }
    >
      {!data && !error && <Skeleton className="m-4 h-10" />}
      {!data && error && (
        <ErrorNotice
          className="m-4"
          title="Sessions could not be read"
          message={failureOf(error).message}
          requestId={failureOf(error).requestId}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      )}
      <ul className="divide-y divide-border">
        {sessions.slice(0, isWhole ? sessions.length : shortList).map((session) => (
          <Session key={session.id} session={session} />
        ))}
      </ul>
      {!isWhole && sessions.length > shortList && (
        <div className="border-t border-border px-4 py-2">
          <Button size="sm" variant="ghost" onClick={() => setWhole(true)}>
            Show all {sessions.length} sessions
          </Button>
        </div>
      )}
    </Card>
  )
}

function Session({ session }: { session: SessionDto }) {
  const act = useAct()
  const [pending, setPending] = useState(false)
  const { id: sessionId, memberId, address, userAgent } = session
  const device = deviceOf(userAgent)
  const end = async () => {
    setPending(true)
    await act(() => deleteOwnSessionAction({ memberId, sessionId }), {
      done: `Ended the session of ${device}`,
      failed: 'Could not end session',
    })
    setPending(false)
  }
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium" title={userAgent ?? undefined}>
            {device}
          </span>
          {session.isCurrent && <Badge tone="accent">This browser</Badge>}
        </p>
        <p className="text-sm text-muted">
          <span className="font-mono break-all">{address ?? 'Unknown address'}</span> · signed in{' '}
          <RelativeTime at={session.createdAt} /> · seen <RelativeTime at={session.lastSeenAt} />
        </p>
      </div>
      {!session.isCurrent && (
        <Button
          size="sm"
          pending={pending}
          aria-label={`End the session of ${device}, ${address ?? 'unknown address'}`}
          onClick={() => void end()}
        >
          End
        </Button>
      )}
    </li>
  )
}
