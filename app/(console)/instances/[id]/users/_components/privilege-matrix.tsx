'use client'

import { useState } from 'react'
import { EmptyState } from '@/components/feedback/empty-state.tsx'
import type { Column } from '@/components/table/columns.ts'
import { DataTable } from '@/components/table/data-table.tsx'
import { Card } from '@/components/ui/card.tsx'
import type { DatabaseDto } from '@/lib/databases/schema.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { settablePermissions, type PrivilegeDto } from '@/lib/privileges/schema.ts'
import { explainPermission, permissionLabel } from '@/lib/privileges/state.ts'
import type { UserDto } from '@/lib/users/schema.ts'
import { PrivilegeCell } from './privilege-cell.tsx'
import { PrivilegeSheet } from './privilege-sheet.tsx'

interface Props {
  instance: InstanceDto
  users: readonly UserDto[]
  databases: readonly DatabaseDto[]
  privileges: readonly PrivilegeDto[]
  whyNotSet: string | null
}

/** Users by databases: what each may do, changed in place. */
export function PrivilegeMatrix({ instance, users, databases, privileges, whyNotSet }: Props) {
  const [explained, setExplained] = useState<{ key: string; open: boolean } | null>(null)
  const keyOf = (userName: string, databaseName: string) => JSON.stringify([userName, databaseName])
  const byKey = new Map(privileges.map((row) => [keyOf(row.userName, row.databaseName), row]))
  const shown = explained && byKey.get(explained.key)
  const columns: Column<UserDto>[] = [
    {
      key: 'user',
      header: 'User',
      className: 'sticky left-0 z-10 min-w-28 bg-surface',
      cell: ({ name }) => <span className="font-mono text-sm break-all">{name}</span>,
    },
    ...databases.map((database): Column<UserDto> => ({
      key: `database ${database.name}`,
      header: database.name,
      cell: (user) => {
        const key = keyOf(user.name, database.name)
        const privilege = byKey.get(key)
        if (!privilege) return null
        const isLeaving = user.status === 'deleting' || database.status === 'deleting'
        return (
          <PrivilegeCell
            instanceId={instance.id}
            privilege={privilege}
            disabledReason={whyNotSet ?? (isLeaving ? 'This is being deleted.' : null)}
            onExplain={() => setExplained({ key, open: true })}
          />
        )
      },
    })),
  ]
  return (
    <Card
      title="Privileges"
      description="What each user may do in each database: in what is there, whoever made it, and in what others will make."
      padded={false}
    >
      {users.length === 0 || databases.length === 0 ? (
        <EmptyState kind="later" title="No privileges yet">
          There have to be a user and a database first.
        </EmptyState>
      ) : (
        <DataTable
          caption={`Privileges in ${instance.name}`}
          columns={columns}
          rows={users}
          rowKey={({ name }) => name}
        />
      )}
      <Explanation instance={instance} />
      {shown && (
        <PrivilegeSheet
          instanceId={instance.id}
          engine={instance.engineName}
          privilege={shown}
          disabledReason={whyNotSet}
          open={explained.open}
          onOpenChange={(open) => setExplained({ ...explained, open })}
        />
      )}
    </Card>
  )
}

function Explanation({ instance }: { instance: InstanceDto }) {
  return (
    <details className="border-t border-border px-4 py-3 text-sm">
      <summary className="cursor-pointer font-medium">What does each level grant?</summary>
      <dl className="mt-3 grid gap-x-6 gap-y-2 sm:grid-cols-[9rem_1fr]">
        {settablePermissions.map((permission) => (
          <div key={permission} className="contents">
            <dt className="font-medium">{permissionLabel(permission)}</dt>
            <dd className="text-muted">{explainPermission(permission, instance.engineName)}</dd>
          </div>
        ))}
        <div className="contents">
          <dt className="font-medium">{permissionLabel('custom')}</dt>
          <dd className="text-muted">
            SQL has granted or revoked something, so that it is none of these. Set a level again to
            go back to it.
          </dd>
        </div>
      </dl>
      <p className="mt-3 text-muted">
        {instance.engineName === 'mysql'
          ? 'Grants are on the database, so they reach every table, view and routine that is made later. Admins reach every database unless a level here says less.'
          : 'Tables, sequences, routines and schemas that other users make later are reached through default privileges, also those of users who join later. Objects of extensions keep their own rights, and what a user owns stays theirs.'}
      </p>
    </details>
  )
}
