import { isInTransition, statusLabel, type InstanceStatus } from '@/lib/instances/state.ts'
import { StatusBadge, type StatusTone } from './status-badge.tsx'

function toneOf(status: InstanceStatus): StatusTone {
  if (isInTransition(status)) return 'working'
  if (status === 'ready') return 'good'
  if (status === 'error') return 'bad'
  return status === 'unknown' ? 'idle' : 'attention'
}

export function InstanceBadge({
  instance,
}: {
  instance: { status: InstanceStatus; statusReason: string | null }
}) {
  return (
    <StatusBadge
      tone={toneOf(instance.status)}
      label={statusLabel(instance.status)}
      reason={instance.statusReason}
    />
  )
}
