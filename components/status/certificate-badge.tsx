'use client'

import { useNow } from '@/components/time/use-now.ts'
import { Badge } from '@/components/ui/badge.tsx'
import { daysLeft, expiryOf, expiryWarning } from '@/lib/certificates/state.ts'

/** Shows that a server certificate ends soon; nothing while it is good for long. */
export function CertificateBadge({ notAfter }: { notAfter: string | null }) {
  const now = useNow(60_000)
  if (notAfter === null) return null
  const expiry = expiryOf(notAfter, now)
  if (expiry === 'fine') return null
  const text =
    expiry === 'expired'
      ? 'Certificate expired'
      : `Certificate: ${String(daysLeft(notAfter, now))} d left`
  return (
    <Badge
      tone={expiry === 'soon' ? 'warning' : 'danger'}
      title={expiryWarning(notAfter, now) ?? text}
    >
      {text}
    </Badge>
  )
}
