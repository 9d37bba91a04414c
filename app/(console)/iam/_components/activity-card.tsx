'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { failureOf } from '@/components/data/query-client.ts'
import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import { actionLabel } from '@/components/iam/words.ts'
import { RelativeTime } from '@/components/time/relative-time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { auditQuery } from '@/lib/audit/query-options.ts'
import { useWhyDenied } from './use-iam-permissions.ts'

/** What somebody did last, and what was refused to them. */
export function ActivityCard({ actorId }: { actorId: string }) {
  const denied = useWhyDenied()('audit.read')
  const query = useQuery({ ...auditQuery({ actor: actorId, limit: 10 }), enabled: denied === null })
  const { data, error } = query
  return (
    <Card
      title="Activity"
      padded={false}
      actions={
        denied === null && (
          <Link
            href={`/audit-log?actor=${actorId}`}
            className="text-sm text-accent hover:underline"
          >
            Show in audit log
          </Link>
        )
      }
    >
      {denied && <p className="p-4 text-muted">{denied} Ask an owner of the organization.</p>}
      {!denied && !data && !error && <Skeleton className="m-4 h-10" />}
      {!data && error && (
        <ErrorNotice
          className="m-4"
          title="Activity could not be read"
          message={failureOf(error).message}
          requestId={failureOf(error).requestId}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      )}
      {data?.entries.length === 0 && <p className="p-4 text-muted">Nothing yet.</p>}
      {data && data.entries.length > 0 && (
        <ul className="divide-y divide-border">
          {data.entries.map((entry) => (
            <li
              key={entry.id}
              className="flex flex-wrap items-baseline justify-between gap-x-3 px-4 py-2"
            >
              <span className="min-w-0 break-words">
                {actionLabel(entry.action)}
                {entry.resourceName && <span className="text-muted"> · {entry.resourceName}</span>}
                {entry.outcome === 'refused' && (
                  <span className="ml-2">
                    <Badge tone="danger">Refused</Badge>
                  </span>
                )}
              </span>
              <span className="text-sm text-muted">
                <RelativeTime at={entry.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
