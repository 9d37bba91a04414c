import type { OperationDto, OperationStatus } from '@/lib/operations/schema.ts'
import { StatusBadge, type StatusTone } from './status-badge.tsx'

const looks: Readonly<Record<OperationStatus, { tone: StatusTone; label: string }>> = {
  queued: { tone: 'idle', label: 'Waiting' },
  running: { tone: 'working', label: 'Running' },
  succeeded: { tone: 'good', label: 'Done' },
  failed: { tone: 'bad', label: 'Failed' },
  cancelled: { tone: 'idle', label: 'Cancelled' },
}

export function OperationBadge({ operation }: { operation: Pick<OperationDto, 'status'> }) {
  return <StatusBadge {...looks[operation.status]} />
}
