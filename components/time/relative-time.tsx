'use client'

import { formatRelative, formatUtc } from '@/lib/format/time.ts'
import { useNow } from './use-now.ts'

/** "5 min ago", with the absolute time on hover. */
export function RelativeTime({ at }: { at: string }) {
  const now = useNow(10_000)
  // Server and browser render moments apart; the browser's text follows with the next tick.
  return (
    <time
      dateTime={at}
      title={formatUtc(at)}
      suppressHydrationWarning
      className="whitespace-nowrap"
    >
      {formatRelative(at, now)}
    </time>
  )
}
