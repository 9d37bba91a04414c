'use client'

import { ShieldCheck } from 'lucide-react'
import { RelativeTime } from '@/components/time/relative-time.tsx'
import { Card } from '@/components/ui/card.tsx'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import type { AllowedIpListDto } from '@/lib/allowed-ips/schema.ts'
import { formatCount } from '@/lib/format/count.ts'

/** Who tried to connect within the last hour and was not allowed to. */
export function RefusedCard({
  list,
  whyNotAllow,
  onAllow,
}: {
  list: AllowedIpListDto
  whyNotAllow: string | null
  onAllow: (address: string) => void
}) {
  const { refused, refusedCount } = list
  return (
    <Card
      title="Refused in the last hour"
      description="Addresses that no rule allows, the latest first"
      padded={false}
    >
      {refused.length === 0 ? (
        <p className="p-4 text-muted">
          Nobody was refused in the last hour.{' '}
          {refusedCount > 0 && `${formatCount(refusedCount, 'connection')} before that.`}
        </p>
      ) : (
        <ul className="divide-y divide-border">
          {refused.map(({ address, count, lastAt }) => (
            <li key={address} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
              <span className="min-w-0 flex-1 basis-40 font-mono text-sm break-all">{address}</span>
              <span className="text-sm text-muted">
                {formatCount(count, 'connection')}, last <RelativeTime at={lastAt} />
              </span>
              <ReasonButton
                size="sm"
                disabledReason={whyNotAllow}
                onClick={() => onAllow(address)}
                icon={<ShieldCheck aria-hidden />}
                aria-label={`Allow ${address}`}
              >
                Allow this address
              </ReasonButton>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
