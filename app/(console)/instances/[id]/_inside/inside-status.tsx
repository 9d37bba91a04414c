import { StatusBadge, type StatusTone } from '@/components/status/status-badge.tsx'
import { insideStatusLabel, type InsideStatus } from '@/lib/databases/state.ts'

const tones: Readonly<Record<InsideStatus, StatusTone>> = {
  applying: 'working',
  ready: 'good',
  deleting: 'working',
  failed: 'bad',
}

/** Where a thing inside an instance stands, with the reason when it failed. */
export function InsideStatusBadge({
  status,
  failure,
}: {
  status: InsideStatus
  failure: string | null
}) {
  return <StatusBadge tone={tones[status]} label={insideStatusLabel(status)} reason={failure} />
}
