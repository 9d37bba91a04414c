'use client'

import { useQuery } from '@tanstack/react-query'
import { Card } from '@/components/ui/card.tsx'
import { Progress } from '@/components/ui/progress.tsx'
import { formatBytesOf } from '@/lib/format/bytes.ts'
import { freeMemoryBytes, freeVolumeBytes } from '@/lib/instances/capacity.ts'
import { createOptionsQuery } from '@/lib/instances/query-options.ts'

/** How much of the machine is promised to instances. */
export function CapacityCard() {
  const { data, error } = useQuery(createOptionsQuery())
  const capacity = data?.capacity
  return (
    <Card title="Capacity of this machine">
      {capacity ? (
        <div className="space-y-4">
          <Gauge
            label="Memory promised"
            used={capacity.promisedMemoryBytes}
            free={freeMemoryBytes(capacity)}
          />
          <Gauge
            label="Disk promised"
            used={capacity.promisedVolumeBytes}
            free={freeVolumeBytes(capacity)}
          />
        </div>
      ) : (
        <p className="text-muted">
          {error ? 'Capacity could not be read.' : 'The agent has not reported this machine yet.'}
        </p>
      )}
    </Card>
  )
}

function Gauge({ label, used, free }: { label: string; used: number; free: number }) {
  const total = used + Math.max(0, free)
  const text = formatBytesOf(used, total)
  return (
    <div>
      <p className="mb-1.5 flex justify-between gap-3">
        <span>{label}</span>
        <span className="tabular text-muted">{text}</span>
      </p>
      <Progress label={label} value={used} max={total} valueText={text} />
    </div>
  )
}
