import type { Metadata } from 'next'
import { Hydrate } from '@/components/data/hydrate.tsx'
import { runQuery } from '@/lib/auth/define-action.ts'
import { listProjectSummaries } from '@/lib/iam/projects/queries.ts'
import { projectKeys } from '@/lib/iam/projects/query-options.ts'
import { requireMember } from '../../session.ts'
import { ProjectsView } from './_components/projects-view.tsx'

export const metadata: Metadata = { title: 'Projects' }

export default async function ProjectsPage() {
  await requireMember()
  return (
    <Hydrate reads={[[projectKeys.summaries, await runQuery(listProjectSummaries, {})]]}>
      <ProjectsView />
    </Hydrate>
  )
}
