import { PageHeader } from '@/components/shell/page-header.tsx'
import { InstancesSkeleton } from '../_components/instances-skeleton.tsx'

export default function Loading() {
  return (
    <>
      <PageHeader title="Instances" />
      <InstancesSkeleton />
    </>
  )
}
