import type { Column } from '@/components/table/columns.ts'
import { RelativeTime } from '@/components/time/relative-time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { missing } from '@/lib/format/bytes.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import type { UserDto } from '@/lib/users/schema.ts'
import { InsideStatusBadge } from '../../_inside/inside-status.tsx'
import { MadeBySql } from '../../_inside/made-by.tsx'
import type { InsidePermissions } from '../../_inside/use-inside-permissions.ts'
import { UserMenu } from './user-menu.tsx'

/** Columns of the table of users. */
export function userColumns(context: {
  instance: InstanceDto
  users: readonly UserDto[]
  permissions: InsidePermissions
}): Column<UserDto>[] {
  return [
    {
      key: 'name',
      header: 'Name',
      skeleton: 'w-28',
      cell: (user) => (
        <span className="flex min-w-0 flex-wrap items-center gap-2">
          <span className="font-mono text-sm break-all">{user.name}</span>
          {user.isAdmin && <Badge tone="accent">Admin</Badge>}
          <MadeBySql isManaged={user.isManaged} />
        </span>
      ),
    },
    {
      key: 'status',
      header: 'Status',
      cell: ({ status, failure }) => <InsideStatusBadge status={status} failure={failure} />,
    },
    {
      key: 'limit',
      header: 'Most connections',
      align: 'right',
      from: 'md',
      cell: ({ connectionLimit }) =>
        connectionLimit ?? <span className="text-muted">no own limit</span>,
    },
    {
      key: 'connected',
      header: 'Last connected',
      from: 'sm',
      cell: ({ lastConnectedAt }) =>
        lastConnectedAt === null ? missing : <RelativeTime at={lastConnectedAt} />,
    },
    {
      key: 'password',
      header: 'Password changed',
      from: 'lg',
      cell: ({ passwordChangedAt }) =>
        passwordChangedAt === null ? missing : <RelativeTime at={passwordChangedAt} />,
    },
    {
      key: 'menu',
      header: 'Actions',
      hiddenHeader: true,
      align: 'right',
      className: 'w-12',
      skeleton: 'w-6',
      cell: (user) => <UserMenu {...context} user={user} />,
    },
  ]
}
