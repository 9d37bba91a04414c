import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { instanceKeys } from '@/lib/instances/query-options.ts'
import { InstanceFrame } from './_components/instance-frame.tsx'
import { requireInstance } from './require-instance.ts'

interface Props {
  params: Promise<{ id: string }>
  children: ReactNode
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await requireInstance((await params).id)
  return { title: name }
}

export default async function InstanceLayout({ params, children }: Props) {
  const { id } = await params
  const instance = await requireInstance(id)
  return (
    <Hydrate reads={[[instanceKeys.one(id), { ok: true, data: instance }]]}>
      <InstanceFrame instanceId={id}>{children}</InstanceFrame>
    </Hydrate>
  )
}
