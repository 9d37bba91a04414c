'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { failureOf } from '@/components/data/query-client.ts'
import { EmptyState } from '@/components/feedback/empty-state.tsx'
import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import { Notice } from '@/components/feedback/notice.tsx'
import { DataTable, TableSkeleton } from '@/components/table/data-table.tsx'
import { Card } from '@/components/ui/card.tsx'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import { clientCertificatesQuery } from '@/lib/certificates/query-options.ts'
import type { ClientCertificatesDto } from '@/lib/certificates/schema.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { certificateColumns } from './certificate-columns.tsx'
import { IssueSheet } from './issue-sheet.tsx'
import { RequiredUsers } from './required-users.tsx'
import { useTlsPermissions } from './use-tls-permissions.ts'

/** Certificates with which users prove who they are, besides their password. */
export function ClientCertificatesCard({ instance }: { instance: InstanceDto }) {
  const query = useQuery(clientCertificatesQuery(instance.id))
  const permissions = useTlsPermissions(instance)
  const [issue, setIssue] = useState<boolean | null>(null)
  const users = query.data?.users ?? []
  const noUser = query.data && users.length === 0 ? 'Create a user first.' : null
  return (
    <Card
      title="Client certificates"
      description="A second proof besides the password, for users of this instance"
      padded={false}
      actions={
        <ReasonButton
          icon={<Plus aria-hidden />}
          size="sm"
          disabledReason={permissions.issue ?? noUser}
          onClick={() => setIssue(true)}
        >
          Issue client certificate
        </ReasonButton>
      }
    >
      {query.data && <Loaded instance={instance} data={query.data} />}
      {!query.data && query.error && (
        <div className="p-4">
          <ErrorNotice
            title="The client certificates could not be read"
            message={failureOf(query.error).message}
            requestId={failureOf(query.error).requestId}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          />
        </div>
      )}
      {!query.data && !query.error && (
        <TableSkeleton
          caption="Client certificates"
          columns={certificateColumns(instance.id, '')}
          rows={2}
        />
      )}
      {issue !== null && users.length > 0 && (
        <IssueSheet instance={instance} users={users} open={issue} onOpenChange={setIssue} />
      )}
    </Card>
  )
}

function Loaded({ instance, data }: { instance: InstanceDto; data: ClientCertificatesDto }) {
  const permissions = useTlsPermissions(instance)
  const { clientCertificates, failure } = data
  return (
    <>
      {failure && (
        <div className="p-4 pb-0">
          <Notice tone="warning" title="The engine does not follow yet">
            {failure}
          </Notice>
        </div>
      )}
      {clientCertificates.length === 0 ? (
        <EmptyState kind="nothing" title="No client certificates">
          Issue one for a user, then ask that user for it: a stolen password alone is of no use
          then.
        </EmptyState>
      ) : (
        <DataTable
          caption="Client certificates"
          columns={certificateColumns(instance.id, permissions.revoke)}
          rows={clientCertificates}
          rowKey={({ id }) => id}
        />
      )}
      {data.users.length > 0 && <RequiredUsers instance={instance} data={data} />}
    </>
  )
}
