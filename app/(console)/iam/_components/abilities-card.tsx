'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { z } from 'zod'
import { failureOf } from '@/components/data/query-client.ts'
import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import { Explanation } from '@/components/iam/explanation.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Input } from '@/components/ui/input.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { explainQuery } from '@/lib/iam/access/query-options.ts'
import type { PrincipalDto } from '@/lib/iam/schema.ts'

const addressSchema = z.union([z.ipv4(), z.ipv6()])

/** "What can they do?", answered by the evaluator itself, as of now. */
export function AbilitiesCard({
  principal,
  title,
}: {
  principal: Pick<PrincipalDto, 'kind' | 'id'>
  title: string
}) {
  const [text, setText] = useState('')
  const address = addressSchema.safeParse(text.trim())
  const query = useQuery({
    ...explainQuery({
      kind: principal.kind,
      id: principal.id,
      ...(address.success && { address: address.data }),
    }),
    placeholderData: keepPreviousData,
  })
  const { data, error } = query
  const isBadAddress = text.trim() !== '' && !address.success
  return (
    <Card
      title={title}
      description="Answered by what decides at every request"
      padded={false}
      actions={
        <Input
          aria-label="Try as if from this address"
          aria-invalid={isBadAddress || undefined}
          placeholder="From your address"
          title="Try as if the request came from this IP address"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="!w-48 font-mono text-sm"
        />
      }
    >
      {data && <Explanation explanation={data} />}
      {!data && error && (
        <ErrorNotice
          className="m-4"
          title="This could not be answered"
          message={failureOf(error).message}
          requestId={failureOf(error).requestId}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      )}
      {!data && !error && (
        <div className="space-y-3 p-4">
          <Skeleton className="h-5 w-48" />
          <Skeleton className="h-5 w-full" />
          <Skeleton className="h-5 w-2/3" />
        </div>
      )}
    </Card>
  )
}
