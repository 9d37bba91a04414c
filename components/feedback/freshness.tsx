'use client'

import { RotateCw, WifiOff } from 'lucide-react'
import { Button } from '@/components/ui/button.tsx'
import { formatClock } from '@/lib/format/time.ts'

/** "Updated 14:03:07 UTC", or, when polling fails, that what is shown has grown old. */
export function Freshness({
  updatedAt,
  failing,
  onRetry,
}: {
  /** Milliseconds; 0 when nothing has arrived yet. */
  updatedAt: number
  failing: boolean
  onRetry: () => void
}) {
  if (updatedAt === 0) return null
  if (!failing) {
    return (
      <p className="tabular text-xs whitespace-nowrap text-muted" suppressHydrationWarning>
        Updated {formatClock(updatedAt)}
      </p>
    )
  }
  return (
    <p
      role="status"
      className="inline-flex items-center gap-2 rounded border border-warning-border bg-warning-subtle py-0.5 pr-0.5 pl-2 text-xs text-warning"
    >
      <WifiOff aria-hidden className="size-3.5" />
      Cannot refresh, showing {formatClock(updatedAt)}
      <Button size="sm" variant="ghost" onClick={onRetry} icon={<RotateCw aria-hidden />}>
        Retry
      </Button>
    </p>
  )
}
