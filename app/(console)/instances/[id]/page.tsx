import { InstanceOverview } from './_components/instance-overview.tsx'

export default async function InstancePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  return <InstanceOverview instanceId={id} />
}
