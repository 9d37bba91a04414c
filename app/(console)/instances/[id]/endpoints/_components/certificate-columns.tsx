import type { Column } from '@/components/table/columns.ts'
import { RelativeTime } from '@/components/time/relative-time.tsx'
import { Badge, type Tone } from '@/components/ui/badge.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import type { ClientCertificateDto } from '@/lib/certificates/schema.ts'
import type { ClientCertificateStatus } from '@/lib/certificates/state.ts'
import { formatDay, formatUtc } from '@/lib/format/time.ts'
import { RevokeButton } from './revoke-button.tsx'

const states: Readonly<Record<ClientCertificateStatus, { label: string; tone: Tone }>> = {
  active: { label: 'Active', tone: 'success' },
  expired: { label: 'Expired', tone: 'warning' },
  revoking: { label: 'Revoking', tone: 'info' },
  revoked: { label: 'Revoked', tone: 'neutral' },
}

function Status({ certificate }: { certificate: ClientCertificateDto }) {
  const { label, tone } = states[certificate.status]
  return <Badge tone={tone}>{label}</Badge>
}

/** The columns of the list of client certificates. */
export function certificateColumns(
  instanceId: string,
  whyNotRevoke: string | null,
): readonly Column<ClientCertificateDto>[] {
  return [
    {
      key: 'user',
      header: 'User',
      skeleton: 'w-24',
      cell: (certificate) => (
        <span className="block">
          <span className="font-mono text-sm break-all">{certificate.userName}</span>
          {certificate.description && (
            <span className="block text-sm break-words text-muted">{certificate.description}</span>
          )}
        </span>
      ),
    },
    {
      key: 'status',
      header: 'Status',
      skeleton: 'w-16',
      cell: (certificate) => <Status certificate={certificate} />,
    },
    {
      key: 'serial',
      header: 'Serial number',
      from: 'xl',
      skeleton: 'w-48',
      cell: ({ serialNumber }) => (
        <span className="inline-flex items-center gap-1">
          <span className="font-mono text-xs">{serialNumber}</span>
          <CopyButton text={serialNumber} label={`Copy ${serialNumber}`} />
        </span>
      ),
    },
    {
      key: 'until',
      header: 'Valid until',
      from: 'sm',
      skeleton: 'w-20',
      cell: ({ notAfter }) => (
        <time dateTime={notAfter} title={formatUtc(notAfter)} className="whitespace-nowrap">
          {formatDay(notAfter)}
        </time>
      ),
    },
    {
      key: 'created',
      header: 'Issued',
      from: 'md',
      skeleton: 'w-16',
      cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
    },
    {
      key: 'revoke',
      header: 'Actions',
      hiddenHeader: true,
      align: 'right',
      skeleton: 'w-16',
      className: 'w-24',
      cell: (certificate) => (
        <RevokeButton
          instanceId={instanceId}
          certificate={certificate}
          disabledReason={whyNotRevoke}
        />
      ),
    },
  ]
}
