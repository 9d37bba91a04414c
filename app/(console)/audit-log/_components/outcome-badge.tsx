import { StatusBadge } from '@/components/status/status-badge.tsx'
import type { AuditOutcome } from '@/lib/audit/schema.ts'

export function OutcomeBadge({ outcome }: { outcome: AuditOutcome }) {
  return outcome === 'allowed' ? (
    <StatusBadge tone="good" label="Allowed" />
  ) : (
    <StatusBadge tone="bad" label="Refused" />
  )
}
