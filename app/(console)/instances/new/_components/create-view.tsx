'use client'

import { useQuery } from '@tanstack/react-query'
import { failureOf } from '@/components/data/query-client.ts'
import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { createOptionsQuery } from '@/lib/instances/query-options.ts'
import { CreateForm } from './create-form.tsx'

/** The form, once it is known what can be created on this machine. */
export function CreateView({
  suggestedName,
  suggestedPassword,
  ownCidr,
}: {
  suggestedName: string
  suggestedPassword: string
  ownCidr: string | null
}) {
  const query = useQuery(createOptionsQuery())
  if (query.data) {
    return (
      <CreateForm
        options={query.data}
        suggested={{ name: suggestedName, password: suggestedPassword, ownCidr }}
      />
    )
  }
  if (query.error) {
    const failure = failureOf(query.error)
    return (
      <ErrorNotice
        title="What can be created could not be read"
        message={failure.message}
        requestId={failure.requestId}
        onRetry={() => void query.refetch()}
        retrying={query.isFetching}
      />
    )
  }
  return <Skeleton className="h-96 w-full" />
}
