'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { useAccess } from '@/components/access/access-provider.tsx'
import { failureOf } from '@/components/data/query-client.ts'
import { EmptyState } from '@/components/feedback/empty-state.tsx'
import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import { buttonClass } from '@/components/ui/button.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import type { ActionName } from '@/lib/core/context.ts'
import { permissionSetFor } from '@/lib/iam/catalogue.ts'

/** One thing of IAM in all of its states: loading, forbidden, gone, failed, there. */
export function DetailState<D>({
  query,
  noun,
  readAction,
  list,
  children,
}: {
  query: UseQueryResult<D>
  noun: string
  readAction: ActionName
  /** The list that it was in. */
  list: { href: string; label: string }
  children: (data: D) => ReactNode
}) {
  const { organization } = useAccess()
  const { data, error } = query
  const failure = error && failureOf(error)
  if (failure?.code === 'not_found') {
    return (
      <EmptyState
        page
        kind="filtered"
        title={`This ${noun} does not exist`}
        action={
          <Link href={list.href} className={buttonClass()}>
            {list.label}
          </Link>
        }
      >
        It was deleted, it never existed, or you may not see it.
      </EmptyState>
    )
  }
  if (data !== undefined) return children(data)
  if (failure?.code === 'forbidden') {
    return (
      <EmptyState page kind="forbidden" title={`You may not see this ${noun}`}>
        This needs {permissionSetFor(readAction)}. Ask an owner of {organization.name} for it.
      </EmptyState>
    )
  }
  if (failure) {
    return (
      <ErrorNotice
        title={`The ${noun} could not be read`}
        message={failure.message}
        requestId={failure.requestId}
        onRetry={() => void query.refetch()}
        retrying={query.isFetching}
      />
    )
  }
  return (
    <div className="space-y-6">
      <Skeleton className="h-10 w-64" />
      <div className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <Skeleton className="h-80 w-full" />
        <Skeleton className="h-80 w-full" />
      </div>
    </div>
  )
}
