'use client'

import { ShieldCheck } from 'lucide-react'
import Link from 'next/link'
import { EngineMark } from '@/components/instances/engine-mark.tsx'
import { CertificateBadge } from '@/components/status/certificate-badge.tsx'
import { HealthIndicator } from '@/components/status/health-indicator.tsx'
import { InstanceBadge } from '@/components/status/instance-badge.tsx'
import { useNow } from '@/components/time/use-now.ts'
import { Card } from '@/components/ui/card.tsx'
import { expiryOf } from '@/lib/certificates/state.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { isInTransition } from '@/lib/instances/state.ts'

function needsAttention(
  { status, health, certificateNotAfter }: InstanceDto,
  now: number,
): boolean {
  if (isInTransition(status)) return false
  if (certificateNotAfter && expiryOf(certificateNotAfter, now) !== 'fine') return true
  return status !== 'ready' || health === 'unhealthy' || health === 'stopped'
}

/** Instances that somebody should look at, with the reason. */
export function AttentionCard({
  instances,
  complete,
}: {
  instances: readonly InstanceDto[]
  /** False when there are more instances than were read. */
  complete: boolean
}) {
  const now = useNow(60_000)
  const ill = instances.filter((instance) => needsAttention(instance, now))
  if (ill.length === 0) {
    return (
      <div className="flex items-center gap-3 rounded-lg border border-success-border bg-success-subtle p-4">
        <ShieldCheck aria-hidden className="size-5 shrink-0 text-success" />
        <p>
          <span className="font-medium">Nothing needs your attention.</span>{' '}
          {complete
            ? 'Every instance answers or is at work.'
            : 'Every one of the newest 100 instances answers or is at work.'}
        </p>
      </div>
    )
  }
  return (
    <Card title="Needs attention" padded={false}>
      <ul className="divide-y divide-border">
        {ill.map((instance) => (
          <li key={instance.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3">
            <EngineMark engine={instance.engineName} />
            <Link
              href={`/instances/${instance.id}`}
              className="inline-flex min-h-6 items-center font-medium break-all hover:text-accent hover:underline"
            >
              {instance.name}
            </Link>
            <InstanceBadge instance={instance} />
            {instance.status === 'ready' && (
              <HealthIndicator health={instance.health} reason={instance.healthReason} />
            )}
            <CertificateBadge notAfter={instance.certificateNotAfter} />
            {(instance.statusReason ?? instance.operation?.errorMessage) && (
              <p className="line-clamp-3 w-full text-sm break-words text-muted">
                {instance.statusReason ?? instance.operation?.errorMessage}
              </p>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
