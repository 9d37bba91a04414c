import Link from 'next/link'
import type { Column } from '@/components/table/columns.ts'
import { RelativeTime } from '@/components/time/relative-time.tsx'
import { missing } from '@/lib/format/bytes.ts'
import type { ApplicationDto } from '@/lib/iam/applications/schema.ts'
import { ApplicationMenu } from './application-menu.tsx'

/** The list of applications; rows and skeletons come from the same columns. */
export const applicationColumns: readonly Column<ApplicationDto>[] = [
  {
    key: 'name',
    header: 'Name',
    sortKey: 'name',
    skeleton: 'w-40',
    cell: (application) => (
      <>
        <Link
          href={`/iam/applications/${application.id}`}
          className="inline-flex min-h-6 items-center font-medium break-all hover:text-accent hover:underline"
        >
          {application.name}
        </Link>
        {application.description && (
          <span className="block text-sm break-words text-muted">{application.description}</span>
        )}
      </>
    ),
  },
  {
    key: 'groups',
    header: 'Groups',
    from: 'lg',
    skeleton: 'w-24',
    cell: ({ groups }) =>
      groups.length === 0 ? missing : groups.map(({ name }) => name).join(', '),
  },
  {
    key: 'policies',
    header: 'Policies',
    align: 'right',
    from: 'md',
    skeleton: 'w-8',
    cell: ({ policyCount }) => (policyCount === 0 ? missing : policyCount),
  },
  {
    key: 'keys',
    header: 'API keys',
    align: 'right',
    from: 'sm',
    skeleton: 'w-8',
    cell: ({ apiKeyCount }) => (apiKeyCount === 0 ? missing : apiKeyCount),
  },
  {
    key: 'used',
    header: 'Last used',
    skeleton: 'w-16',
    cell: ({ lastUsedAt }) =>
      lastUsedAt ? <RelativeTime at={lastUsedAt} /> : <span className="text-muted">Never</span>,
  },
  {
    key: 'created',
    header: 'Created',
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
    cell: (application) => <ApplicationMenu application={application} place="list" />,
  },
]
