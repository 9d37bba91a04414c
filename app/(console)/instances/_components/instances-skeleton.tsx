'use client'

import { TableSkeleton } from '@/components/table/data-table.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { instanceColumns } from './instance-columns.tsx'

export function InstancesSkeleton() {
  return (
    <div className="rounded-lg border border-border bg-surface shadow-raised">
      <div className="flex gap-2 border-b border-border p-3">
        <Skeleton className="h-9 w-72" />
        <Skeleton className="h-9 w-32" />
        <Skeleton className="h-9 w-32" />
      </div>
      <TableSkeleton caption="Instances" columns={instanceColumns} />
    </div>
  )
}
