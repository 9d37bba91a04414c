import { Check, LoaderCircle } from 'lucide-react'
import type { AllowedIpListDto } from '@/lib/allowed-ips/schema.ts'
import { formatDuration } from '@/lib/format/duration.ts'

/** Whether the endpoint already does what the list says, and how soon it did. */
export function Enforcement({ list }: { list: AllowedIpListDto }) {
  if (list.isApplying) {
    return (
      <span className="inline-flex items-center gap-1.5 text-sm">
        <LoaderCircle aria-hidden className="size-4 animate-spin text-info" />
        Applying
      </span>
    )
  }
  return (
    <span className="inline-flex items-center gap-1.5 text-sm text-muted">
      <Check aria-hidden className="size-4 text-success" />
      {list.enforcedAfterMs === null
        ? 'Enforced'
        : `Enforced ${formatDuration(list.enforcedAfterMs)} after saving`}
    </span>
  )
}
