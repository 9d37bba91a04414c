import Link from 'next/link'
import { MemberBadges } from '@/components/iam/member-badges.tsx'
import type { Column } from '@/components/table/columns.ts'
import { RelativeTime } from '@/components/time/relative-time.tsx'
import { missing } from '@/lib/format/bytes.ts'
import type { MemberDto } from '@/lib/iam/members/schema.ts'
import { MemberMenu } from './member-menu.tsx'

function Name({ member }: { member: MemberDto }) {
  return (
    <>
      <Link
        href={`/iam/members/${member.id}`}
        className="inline-flex min-h-6 items-center font-medium break-all hover:text-accent hover:underline"
      >
        {member.name}
      </Link>
      {member.name !== member.email && (
        <span className="block text-sm break-all text-muted">{member.email}</span>
      )}
    </>
  )
}

/** The list of members; rows and skeletons come from the same columns. */
export const memberColumns: readonly Column<MemberDto>[] = [
  {
    key: 'name',
    header: 'Name',
    sortKey: 'name',
    skeleton: 'w-40',
    cell: (member) => <Name member={member} />,
  },
  {
    key: 'status',
    header: 'Status',
    skeleton: 'w-20',
    cell: (member) => <MemberBadges member={member} />,
  },
  {
    key: 'groups',
    header: 'Groups',
    from: 'lg',
    skeleton: 'w-24',
    cell: ({ groups }) =>
      groups.length === 0 ? (
        <span className="text-muted">{missing}</span>
      ) : (
        <span className="text-sm">{groups.map(({ name }) => name).join(', ')}</span>
      ),
  },
  {
    key: 'signIn',
    header: 'Last sign-in',
    sortKey: 'signIn',
    from: 'sm',
    skeleton: 'w-16',
    cell: ({ lastSignInAt }) =>
      lastSignInAt ? <RelativeTime at={lastSignInAt} /> : <span className="text-muted">Never</span>,
  },
  {
    key: 'sessions',
    header: 'Sessions',
    align: 'right',
    from: 'md',
    skeleton: 'w-8',
    cell: ({ sessionCount }) => (sessionCount === 0 ? missing : sessionCount),
  },
  {
    key: 'keys',
    header: 'API keys',
    align: 'right',
    from: 'md',
    skeleton: 'w-8',
    cell: ({ apiKeyCount }) => (apiKeyCount === 0 ? missing : apiKeyCount),
  },
  {
    key: 'menu',
    header: 'Actions',
    hiddenHeader: true,
    align: 'right',
    skeleton: 'w-8',
    className: 'w-12',
    cell: (member) => <MemberMenu member={member} place="list" />,
  },
]
