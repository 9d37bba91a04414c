import { clsx } from 'clsx'
import { CircleQuestionMark, CircleStop, HeartCrack, HeartPulse, LoaderCircle } from 'lucide-react'
import type { NodeHealth } from '@/lib/instances/state.ts'

const looks = {
  healthy: { Icon: HeartPulse, className: 'text-success', label: 'Healthy' },
  starting: { Icon: LoaderCircle, className: 'animate-spin text-info', label: 'Starting' },
  unhealthy: { Icon: HeartCrack, className: 'text-danger', label: 'Unhealthy' },
  stopped: { Icon: CircleStop, className: 'text-muted', label: 'Stopped' },
  unknown: { Icon: CircleQuestionMark, className: 'text-muted', label: 'Not known yet' },
}

/** What asking the engine through SQL found, with its reason. */
export function HealthIndicator({
  health,
  reason,
}: {
  health: NodeHealth
  reason?: string | null
}) {
  const { Icon, className, label } = looks[health]
  return (
    <span className="inline-flex items-start gap-1.5">
      <Icon aria-hidden className={clsx('mt-0.5 size-4 shrink-0', className)} />
      <span className="min-w-0 break-words">
        {label}
        {reason && <span className="text-muted"> · {reason}</span>}
      </span>
    </span>
  )
}
