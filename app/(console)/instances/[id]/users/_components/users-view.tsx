'use client'

import { useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { failureOf } from '@/components/data/query-client.ts'
import { EmptyState } from '@/components/feedback/empty-state.tsx'
import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import { Freshness } from '@/components/feedback/freshness.tsx'
import { DataTable } from '@/components/table/data-table.tsx'
import { Card } from '@/components/ui/card.tsx'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { databasesQuery } from '@/lib/databases/query-options.ts'
import type { DatabaseDto } from '@/lib/databases/schema.ts'
import { formatCount } from '@/lib/format/count.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { privilegesQuery } from '@/lib/privileges/query-options.ts'
import type { PrivilegeDto } from '@/lib/privileges/schema.ts'
import { usersQuery } from '@/lib/users/query-options.ts'
import type { UserDto, UserListDto } from '@/lib/users/schema.ts'
import { useInstance } from '../../_components/use-instance.ts'
import { FailedNotice } from '../../_inside/failed-notice.tsx'
import { InsideNotices } from '../../_inside/inside-notices.tsx'
import { useInsidePermissions } from '../../_inside/use-inside-permissions.ts'
import { deleteUserAction, updateUserAction } from '../actions.ts'
import { CreateUserSheet } from './create-user-sheet.tsx'
import { PrivilegeMatrix } from './privilege-matrix.tsx'
import { userColumns } from './user-columns.tsx'

export function UsersView({ instanceId }: { instanceId: string }) {
  const { data: instance } = useInstance(instanceId)
  const users = useQuery(usersQuery(instanceId))
  const databases = useQuery(databasesQuery(instanceId))
  const privileges = useQuery(privilegesQuery(instanceId))
  const queries = [users, databases, privileges]
  if (!instance) return null
  const refetch = () => {
    for (const query of queries) void query.refetch()
  }
  if (users.data && databases.data && privileges.data) {
    return (
      <Loaded
        instance={instance}
        list={users.data}
        databases={databases.data.databases}
        privileges={privileges.data.privileges}
        freshness={
          <Freshness
            updatedAt={users.dataUpdatedAt}
            failing={queries.some(({ error, failureCount }) => error !== null || failureCount > 0)}
            onRetry={refetch}
          />
        }
      />
    )
  }
  const failed = queries.find(({ error }) => error !== null)
  if (failed?.error) {
    const failure = failureOf(failed.error)
    return (
      <ErrorNotice
        title="The users could not be read"
        message={failure.message}
        requestId={failure.requestId}
        onRetry={refetch}
        retrying={failed.isFetching}
      />
    )
  }
  return (
    <Card title="Users">
      <Skeleton className="h-24" />
    </Card>
  )
}

function Loaded({
  instance,
  list,
  databases,
  privileges,
  freshness,
}: {
  instance: InstanceDto
  list: UserListDto
  databases: readonly DatabaseDto[]
  privileges: readonly PrivilegeDto[]
  freshness: ReactNode
}) {
  const permissions = useInsidePermissions(instance)
  const [isCreating, setCreating] = useState(false)
  const { users } = list
  const createButton = (
    <ReasonButton
      variant="primary"
      icon={<UserPlus aria-hidden />}
      disabledReason={permissions.createUser}
      onClick={() => setCreating(true)}
    >
      Create user
    </ReasonButton>
  )
  return (
    <div className="space-y-6">
      <InsideNotices state={list} />
      {users
        .filter(({ status }) => status === 'failed')
        .map((user) => (
          <Failed key={user.name} instance={instance} user={user} />
        ))}
      <Card
        title="Users"
        description="Who may sign in to the databases. They have nothing to do with members of the console."
        actions={users.length > 0 && createButton}
        padded={false}
      >
        {users.length === 0 ? (
          <EmptyState kind="nothing" title="No users yet" action={createButton}>
            Applications and people sign in to the databases as users. Make one for each of them.
          </EmptyState>
        ) : (
          <DataTable
            caption={`Users of ${instance.name}`}
            columns={userColumns({ instance, users, permissions })}
            rows={users}
            rowKey={({ name }) => name}
          />
        )}
        <footer className="flex flex-wrap items-center justify-between gap-2 border-t border-border px-4 py-2">
          <p className="text-xs text-muted">{formatCount(users.length, 'user')}.</p>
          {freshness}
        </footer>
      </Card>
      <PrivilegeMatrix
        instance={instance}
        users={users}
        databases={databases}
        privileges={privileges}
        whyNotSet={permissions.setPrivilege}
      />
      <CreateUserSheet instance={instance} open={isCreating} onOpenChange={setCreating} />
    </div>
  )
}

function Failed({ instance, user }: { instance: InstanceDto; user: UserDto }) {
  const permissions = useInsidePermissions(instance)
  const input = { instanceId: instance.id, name: user.name }
  return (
    <FailedNotice
      instanceId={instance.id}
      title={user.exists ? `${user.name} was not changed` : `${user.name} was not created`}
      disabledReason={permissions.updateUser ?? permissions.deleteUser}
      ways={
        user.exists
          ? [{ label: 'Dismiss', run: () => updateUserAction(input) }]
          : [{ label: 'Give up', run: () => deleteUserAction(input) }]
      }
    >
      {user.failure}
    </FailedNotice>
  )
}
