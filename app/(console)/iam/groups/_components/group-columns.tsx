import Link from 'next/link'
import type { Column } from '@/components/table/columns.ts'
import { RelativeTime } from '@/components/time/relative-time.tsx'
import { missing } from '@/lib/format/bytes.ts'
import type { GroupDto } from '@/lib/iam/groups/schema.ts'
import { GroupMenu } from './group-menu.tsx'

/** The list of groups; rows and skeletons come from the same columns. */
export const groupColumns: readonly Column<GroupDto>[] = [
  {
    key: 'name',
    header: 'Name',
    sortKey: 'name',
    skeleton: 'w-40',
    cell: (group) => (
      <>
        <Link
          href={`/iam/groups/${group.id}`}
          className="inline-flex min-h-6 items-center font-medium break-all hover:text-accent hover:underline"
        >
          {group.name}
        </Link>
        {group.description && (
          <span className="block text-sm break-words text-muted">{group.description}</span>
        )}
      </>
    ),
  },
  {
    key: 'members',
    header: 'Members',
    align: 'right',
    skeleton: 'w-8',
    cell: ({ members }) => (members.length === 0 ? missing : members.length),
  },
  {
    key: 'applications',
    header: 'Applications',
    align: 'right',
    from: 'sm',
    skeleton: 'w-8',
    cell: ({ applications }) => (applications.length === 0 ? missing : applications.length),
  },
  {
    key: 'policies',
    header: 'Policies',
    from: 'md',
    skeleton: 'w-24',
    cell: ({ policies }) =>
      policies.length === 0 ? (
        <span className="text-muted">None: it allows nothing</span>
      ) : (
        <span className="text-sm">{policies.map(({ name }) => name).join(', ')}</span>
      ),
  },
  {
    key: 'oidc',
    header: 'OpenID Connect groups',
    from: 'lg',
    skeleton: 'w-24',
    cell: ({ oidcGroups }) =>
      oidcGroups.length === 0 ? (
        missing
      ) : (
        <span className="font-mono text-sm break-all">{oidcGroups.join(', ')}</span>
      ),
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
    cell: (group) => <GroupMenu group={group} place="list" />,
  },
]
