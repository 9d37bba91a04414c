import Link from 'next/link'
import { EngineMark } from '@/components/instances/engine-mark.tsx'
import { CertificateBadge } from '@/components/status/certificate-badge.tsx'
import { InstanceBadge } from '@/components/status/instance-badge.tsx'
import type { Column } from '@/components/table/columns.ts'
import { RelativeTime } from '@/components/time/relative-time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { formatBytes, missing } from '@/lib/format/bytes.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { stepLabel } from '@/lib/operations/state.ts'
import { InstanceMenu } from './instance-menu.tsx'

function Name({ instance }: { instance: InstanceDto }) {
  return (
    <span className="flex items-center gap-3">
      <span className="hidden sm:block">
        <EngineMark engine={instance.engineName} />
      </span>
      <span className="min-w-0">
        <Link
          href={`/instances/${instance.id}`}
          className="inline-flex min-h-6 items-center font-medium break-words hover:text-accent hover:underline"
        >
          {instance.name}
        </Link>
        <span className="block text-sm text-muted">
          <span className="whitespace-nowrap">{instance.engine.replace('-', ' ')}</span>
          {instance.tags.length > 0 && (
            <span className="hidden sm:inline"> · {instance.tags.slice(0, 3).join(', ')}</span>
          )}
        </span>
      </span>
    </span>
  )
}

function Status({ instance }: { instance: InstanceDto }) {
  const step = instance.operation?.status === 'running' ? instance.operation.steps.at(-1) : null
  const ill = instance.status === 'ready' && instance.health === 'unhealthy'
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <InstanceBadge instance={instance} />
      {ill && <Badge tone="danger">Unhealthy</Badge>}
      <CertificateBadge notAfter={instance.certificateNotAfter} />
      {step && <span className="hidden text-sm text-muted xl:inline">{stepLabel(step.name)}</span>}
    </span>
  )
}

function Endpoint({ instance }: { instance: InstanceDto }) {
  const endpoint = instance.endpoints[0]
  if (!endpoint) return <span className="text-muted">{missing}</span>
  const address = `${endpoint.host}:${endpoint.port}`
  return (
    <span className="inline-flex items-center gap-1">
      <span className="font-mono text-sm">{address}</span>
      <CopyButton text={address} label={`Copy endpoint of ${instance.name}`} />
    </span>
  )
}

/** The list of instances; rows and skeletons come from the same columns. */
export const instanceColumns: readonly Column<InstanceDto>[] = [
  {
    key: 'name',
    header: 'Name',
    sortKey: 'name',
    skeleton: 'w-40',
    cell: (instance) => <Name instance={instance} />,
  },
  {
    key: 'status',
    header: 'Status',
    sortKey: 'status',
    skeleton: 'w-20',
    cell: (instance) => <Status instance={instance} />,
  },
  {
    key: 'endpoint',
    header: 'Endpoint',
    from: 'lg',
    skeleton: 'w-36',
    cell: (instance) => <Endpoint instance={instance} />,
  },
  {
    key: 'nodeType',
    header: 'Node type',
    from: 'md',
    skeleton: 'w-20',
    cell: (instance) => <span className="font-mono text-sm">{instance.nodeType}</span>,
  },
  {
    key: 'volume',
    header: 'Volume',
    align: 'right',
    from: 'md',
    skeleton: 'w-12',
    cell: (instance) => formatBytes(instance.volumeSizeBytes),
  },
  {
    key: 'created',
    header: 'Created',
    sortKey: 'created',
    from: 'sm',
    skeleton: 'w-16',
    cell: (instance) => <RelativeTime at={instance.createdAt} />,
  },
  {
    key: 'menu',
    header: 'Actions',
    hiddenHeader: true,
    align: 'right',
    skeleton: 'w-8',
    className: 'w-12',
    cell: (instance) => <InstanceMenu instance={instance} place="list" />,
  },
]
