import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { runQuery } from '@/lib/auth/define-action.ts'
import { getApplication } from '@/lib/iam/applications/queries.ts'
import { applicationKeys } from '@/lib/iam/applications/query-options.ts'
import { requireMember } from '../../../session.ts'
import { ApplicationView } from './_components/application-view.tsx'

interface Props {
  params: Promise<{ id: string }>
}

const readApplication = cache(async (id: string) => {
  await requireMember()
  const result = await runQuery(getApplication, { applicationId: id })
  if (!result.ok && ['not_found', 'invalid'].includes(result.error.code)) notFound()
  return result
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const application = await readApplication((await params).id)
  return { title: application.ok ? application.data.name : 'Application' }
}

export default async function ApplicationPage({ params }: Props) {
  const { id } = await params
  return (
    <Hydrate reads={[[applicationKeys.one(id), await readApplication(id)]]}>
      <ApplicationView applicationId={id} />
    </Hydrate>
  )
}
