import type { Column } from '@/components/table/columns.ts'
import { RelativeTime } from '@/components/time/relative-time.tsx'
import { Badge, type Tone } from '@/components/ui/badge.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { endpointKindLabel, endpointStateLabel, type EndpointState } from '@/lib/endpoints/state.ts'
import { missing } from '@/lib/format/bytes.ts'
import type { EndpointDto, InstanceDto } from '@/lib/instances/schema.ts'
import { EndpointMenu } from './endpoint-menu.tsx'

const tones: Readonly<Record<EndpointState, Tone>> = {
  opening: 'info',
  open: 'success',
  moving: 'info',
  closing: 'warning',
  failed: 'danger',
}

function Address({ endpoint }: { endpoint: EndpointDto }) {
  const host = endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host
  const address = `${host}:${endpoint.port}`
  return (
    <span>
      <span className="inline-flex items-center gap-1">
        <span className="font-mono text-sm whitespace-nowrap">{address}</span>
        <CopyButton text={address} label={`Copy ${address}`} />
      </span>
      <span className="block text-sm text-muted sm:hidden">{endpointKindLabel(endpoint.kind)}</span>
    </span>
  )
}

function State({ endpoint }: { endpoint: EndpointDto }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Badge tone={tones[endpoint.state]}>{endpointStateLabel(endpoint.state)}</Badge>
      {endpoint.failure && <span className="text-sm break-words">{endpoint.failure}</span>}
    </span>
  )
}

/** The columns of an instance's endpoints. */
export function endpointColumns(instance: InstanceDto): readonly Column<EndpointDto>[] {
  return [
    {
      key: 'address',
      header: 'Address',
      skeleton: 'w-40',
      cell: (endpoint) => <Address endpoint={endpoint} />,
    },
    {
      key: 'kind',
      header: 'Kind',
      from: 'sm',
      skeleton: 'w-14',
      cell: ({ kind }) => endpointKindLabel(kind),
    },
    {
      key: 'network',
      header: 'Network',
      from: 'md',
      skeleton: 'w-28',
      cell: ({ privateNetwork }) =>
        privateNetwork ? (
          <span className="font-mono text-sm">{privateNetwork.cidr}</span>
        ) : (
          <span className="text-muted">Filtered by the allowed IPs</span>
        ),
    },
    {
      key: 'state',
      header: 'State',
      skeleton: 'w-14',
      cell: (endpoint) => <State endpoint={endpoint} />,
    },
    {
      key: 'connections',
      header: 'Open connections',
      align: 'right',
      from: 'sm',
      skeleton: 'w-8',
      cell: ({ connections, isOpen }) => (isOpen ? connections.toLocaleString('en') : missing),
    },
    {
      key: 'created',
      header: 'Created',
      from: 'lg',
      skeleton: 'w-16',
      cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
    },
    {
      key: 'menu',
      header: 'Actions',
      hiddenHeader: true,
      align: 'right',
      skeleton: 'w-8',
      className: 'w-12',
      cell: (endpoint) => <EndpointMenu instance={instance} endpoint={endpoint} />,
    },
  ]
}
