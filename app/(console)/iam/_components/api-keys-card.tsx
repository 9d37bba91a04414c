'use client'

import { useQuery } from '@tanstack/react-query'
import { failureOf } from '@/components/data/query-client.ts'
import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import { DataTable, TableSkeleton } from '@/components/table/data-table.tsx'
import { Card } from '@/components/ui/card.tsx'
import { apiKeysQuery } from '@/lib/iam/api-keys/query-options.ts'
import type { PrincipalDto } from '@/lib/iam/schema.ts'
import { apiKeyColumns } from '../api-keys/_components/api-key-columns.tsx'
import { CreateKeyButton } from '../api-keys/_components/create-key-button.tsx'

const columns = apiKeyColumns.filter(({ key }) => key !== 'bearer')

/** The API keys of a member or an application. */
export function ApiKeysCard({ bearer }: { bearer: PrincipalDto }) {
  const of = bearer.kind === 'member' ? { memberId: bearer.id } : { applicationId: bearer.id }
  const query = useQuery(apiKeysQuery({ ...of, order: 'created_at_desc', pageSize: 100 }))
  const { data, error } = query
  const caption = `Keys of ${bearer.name}`
  return (
    <Card title="API keys" padded={false} actions={<CreateKeyButton bearer={bearer} size="sm" />}>
      {!data && !error && <TableSkeleton caption={caption} columns={columns} rows={2} />}
      {!data && error && (
        <ErrorNotice
          className="m-4"
          title="API keys could not be read"
          message={failureOf(error).message}
          requestId={failureOf(error).requestId}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      )}
      {data?.totalCount === 0 && (
        <p className="p-4 text-muted">
          No keys. A key lets a program call the API with the rights of this {bearer.kind}.
        </p>
      )}
      {data && data.totalCount > 0 && (
        <DataTable
          caption={caption}
          columns={columns}
          rows={data.apiKeys}
          rowKey={({ accessKey }) => accessKey}
        />
      )}
    </Card>
  )
}
