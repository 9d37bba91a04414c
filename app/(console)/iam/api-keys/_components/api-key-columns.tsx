import { PrincipalLink } from '@/components/iam/principal-link.tsx'
import { StatusBadge } from '@/components/status/status-badge.tsx'
import type { Column } from '@/components/table/columns.ts'
import { RelativeTime } from '@/components/time/relative-time.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import type { ApiKeyDto } from '@/lib/iam/api-keys/schema.ts'
import { ApiKeyMenu } from './api-key-menu.tsx'

const never = <span className="text-muted">Never</span>

/** The list of API keys; rows and skeletons come from the same columns. */
export const apiKeyColumns: readonly Column<ApiKeyDto>[] = [
  {
    key: 'key',
    header: 'Access key',
    skeleton: 'w-40',
    cell: ({ accessKey, description }) => (
      <>
        <span className="inline-flex items-center gap-1">
          <span className="font-mono text-sm break-all">{accessKey}</span>
          <CopyButton text={accessKey} label={`Copy access key ${accessKey}`} />
        </span>
        {description && <span className="block text-sm break-words text-muted">{description}</span>}
      </>
    ),
  },
  {
    key: 'bearer',
    header: 'Of',
    from: 'sm',
    skeleton: 'w-32',
    cell: ({ bearer }) => <PrincipalLink principal={bearer} />,
  },
  {
    key: 'status',
    header: 'Status',
    skeleton: 'w-16',
    cell: ({ isExpired }) =>
      isExpired ? (
        <StatusBadge tone="idle" label="Expired" />
      ) : (
        <StatusBadge tone="good" label="Active" />
      ),
  },
  {
    key: 'project',
    header: 'Default project',
    from: 'lg',
    skeleton: 'w-20',
    cell: ({ defaultProjectName }) => defaultProjectName,
  },
  {
    key: 'expires',
    header: 'Expires',
    sortKey: 'expires',
    from: 'md',
    skeleton: 'w-16',
    cell: ({ expiresAt }) => (expiresAt ? <RelativeTime at={expiresAt} /> : never),
  },
  {
    key: 'used',
    header: 'Last used',
    sortKey: 'used',
    from: 'md',
    skeleton: 'w-16',
    cell: ({ lastUsedAt }) => (lastUsedAt ? <RelativeTime at={lastUsedAt} /> : never),
  },
  {
    key: 'created',
    header: 'Created',
    sortKey: 'created',
    from: 'xl',
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
    cell: (apiKey) => <ApiKeyMenu apiKey={apiKey} />,
  },
]
