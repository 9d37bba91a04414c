'use client'

import { useQuery } from '@tanstack/react-query'
import { Check, LockKeyhole, Plug, RefreshCw } from 'lucide-react'
import { Mark } from '@/components/shell/wordmark.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { createOptionsQuery } from '@/lib/instances/query-options.ts'
import { CreateInstanceLink } from '../instances/_components/create-instance-link.tsx'
import { CapacityCard } from './capacity-card.tsx'

const promises = [
  {
    Icon: RefreshCw,
    title: 'Kept running',
    text: 'A crashed engine is started again at once, and every step of longer work is shown.',
  },
  {
    Icon: Plug,
    title: 'An address that stays',
    text: 'Clients use one endpoint, whatever happens to the node behind it.',
  },
  {
    Icon: LockKeyhole,
    title: 'Verified TLS',
    text: 'Each instance has its own certificate; download the authority and use verify-full.',
  },
]

/** The overview while there is nothing yet. */
export function Welcome() {
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
      <section
        aria-labelledby="welcome"
        className="rounded-lg border border-border bg-surface p-6 shadow-raised sm:p-10"
      >
        <Mark className="size-10 text-accent" />
        <h1 id="welcome" className="mt-5 text-2xl font-semibold">
          Create your first instance
        </h1>
        <p className="mt-2 max-w-xl text-muted">
          An instance is a PostgreSQL or MySQL of your own on this machine. It is ready within
          seconds.
        </p>
        <div className="mt-6">
          <CreateInstanceLink />
        </div>
        <ul className="mt-10 grid gap-6 border-t border-border pt-8 sm:grid-cols-3">
          {promises.map(({ Icon, title, text }) => (
            <li key={title}>
              <Icon aria-hidden className="size-5 text-accent" />
              <h2 className="mt-2 font-medium">{title}</h2>
              <p className="mt-0.5 text-sm text-muted">{text}</p>
            </li>
          ))}
        </ul>
      </section>
      <div className="space-y-6">
        <Engines />
        <CapacityCard />
      </div>
    </div>
  )
}

function Engines() {
  const { data } = useQuery(createOptionsQuery())
  return (
    <section
      aria-labelledby="engines"
      className="rounded-lg border border-border bg-surface shadow-raised"
    >
      <h2 id="engines" className="border-b border-border px-4 py-3 font-semibold">
        Engines on this machine
      </h2>
      {!data && <Skeleton className="m-4 h-24" />}
      {data?.engineVersions.length === 0 && (
        <p className="p-4 text-muted">The agent has not reported its engines yet.</p>
      )}
      <ul className="divide-y divide-border">
        {data?.engineVersions.map((version) => (
          <li key={version.name} className="px-4 py-2.5">
            <p className="flex items-center justify-between gap-3">
              <span>{version.name.replace('-', ' ')}</span>
              {version.available ? (
                <Badge tone="success" icon={<Check aria-hidden />}>
                  {version.release ?? 'Available'}
                </Badge>
              ) : (
                <Badge tone="warning">Not available</Badge>
              )}
            </p>
            {version.reason && (
              <p className="mt-1 text-sm break-words text-muted">{version.reason}</p>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
