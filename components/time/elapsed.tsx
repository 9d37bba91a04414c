'use client'

import { formatDuration, formatElapsed } from '@/lib/format/duration.ts'
import { useNow } from './use-now.ts'

/** How long something took, or has been running so far. */
export function Elapsed({ from, until }: { from: string; until: string | null }) {
  const start = Date.parse(from)
  return (
    <span className="tabular whitespace-nowrap">
      {until ? formatDuration(Date.parse(until) - start) : <Running start={start} />}
    </span>
  )
}

function Running({ start }: { start: number }) {
  const now = useNow(1_000)
  return <span suppressHydrationWarning>{formatElapsed(now - start)}</span>
}
