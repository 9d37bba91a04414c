import { HealthIndicator } from '@/components/status/health-indicator.tsx'
import { RelativeTime } from '@/components/time/relative-time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Card } from '@/components/ui/card.tsx'
import { formatCount } from '@/lib/format/count.ts'
import type { NodeDto } from '@/lib/instances/schema.ts'

/** What is observed of every node, asked through SQL about once a second. */
export function NodesCard({ nodes }: { nodes: readonly NodeDto[] }) {
  return (
    <Card title="Health" description="Every node is asked through SQL" padded={false}>
      {nodes.length === 0 ? (
        <p className="p-4 text-muted">The first node is being made.</p>
      ) : (
        <ul className="divide-y divide-border">
          {nodes.map((node) => (
            <li key={node.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
              <Badge tone="accent">{node.role}</Badge>
              <span className="min-w-0 flex-1">
                <HealthIndicator health={node.health} reason={node.healthReason} />
              </span>
              <span className="text-sm text-muted">
                {node.restartCount > 0 && `${formatCount(node.restartCount, 'restart')} · `}
                {node.healthChangedAt && (
                  <>
                    since <RelativeTime at={node.healthChangedAt} />
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
