import type { ReactNode } from 'react'
import { RelativeTime } from '@/components/time/relative-time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Card } from '@/components/ui/card.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { formatBytes, missing } from '@/lib/format/bytes.ts'
import { formatDay } from '@/lib/format/time.ts'
import { findNodeType } from '@/lib/instances/node-types.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[8.5rem_minmax(0,1fr)] items-start gap-3 px-4 py-2">
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  )
}

/** The whole list has a page of its own. */
const shownRules = 5

const volumeNames = { lssd: 'local', sbs_5k: 'block, 5k IOPS' }

export function FactsCard({ instance }: { instance: InstanceDto }) {
  const release = instance.nodes.find((node) => node.role === 'primary')?.release
  return (
    <Card title="Facts" padded={false}>
      <dl className="divide-y divide-border">
        <Fact label="Engine">
          {instance.engine.replace('-', ' ')}
          {release && <span className="text-muted"> · {release}</span>}
        </Fact>
        <Fact label="Node type">
          <span className="font-mono text-sm">{instance.nodeType}</span>
          <span className="block text-sm text-muted">
            {findNodeType(instance.nodeType)?.description ?? formatBytes(instance.memoryBytes)}
          </span>
        </Fact>
        <Fact label="Volume">
          {formatBytes(instance.volumeSizeBytes)}{' '}
          <span className="text-muted">{volumeNames[instance.volumeType]}</span>
        </Fact>
        <Fact label="Availability">
          {instance.isHaCluster ? 'High availability' : 'Standalone, one node'}
        </Fact>
        <Fact label="TLS">{instance.requireTls ? 'Required' : 'Optional'}</Fact>
        <Fact label="Allowed IPs">
          {instance.allowedIps.length === 0 && 'Nobody'}
          {instance.allowedIps.slice(0, shownRules).map((rule) => (
            <span key={rule.cidr} className="block font-mono text-sm break-all">
              {rule.cidr}
            </span>
          ))}
          {instance.allowedIps.length > shownRules && (
            <span className="block text-sm text-muted">
              and {instance.allowedIps.length - shownRules} more
            </span>
          )}
        </Fact>
        <Fact label="Certificate">
          {instance.certificateNotAfter
            ? `Valid until ${formatDay(instance.certificateNotAfter)}`
            : missing}
        </Fact>
        <Fact label="Region">
          <span className="font-mono text-sm">{instance.region}</span>
        </Fact>
        <Fact label="Created">
          <RelativeTime at={instance.createdAt} />
        </Fact>
        <Fact label="Tags">
          {instance.tags.length === 0 ? (
            missing
          ) : (
            <span className="flex flex-wrap gap-1.5">
              {instance.tags.map((tag) => (
                <Badge key={tag}>{tag}</Badge>
              ))}
            </span>
          )}
        </Fact>
        <Fact label="ID">
          <span className="flex items-center gap-1">
            <span className="min-w-0 font-mono text-xs break-all">{instance.id}</span>
            <CopyButton text={instance.id} label="Copy ID" />
          </span>
        </Fact>
      </dl>
    </Card>
  )
}
