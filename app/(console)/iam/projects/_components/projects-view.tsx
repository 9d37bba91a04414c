'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { ListPanel } from '@/components/iam/list-panel.tsx'
import { useUrlState } from '@/components/table/use-url-state.ts'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import { projectSummariesQuery } from '@/lib/iam/projects/query-options.ts'
import type { ProjectSummaryDto } from '@/lib/iam/projects/schema.ts'
import { useWhyDenied } from '../../_components/use-iam-permissions.ts'
import { projectColumns } from './project-columns.tsx'

const ProjectSheet = dynamic(() =>
  import('./project-sheet.tsx').then((module) => module.ProjectSheet),
)

/** An organization has few projects: they come all at once and are searched here. */
export function ProjectsView() {
  const { params } = useUrlState()
  const wanted = (params.get('search') ?? '').trim().toLowerCase()
  const query = useQuery(projectSummariesQuery())
  const select = (projects: readonly ProjectSummaryDto[]) => {
    const rows = projects.filter(({ name, description }) =>
      `${name} ${description}`.toLowerCase().includes(wanted),
    )
    return { rows, totalCount: rows.length }
  }
  return (
    <ListPanel
      query={query}
      select={select}
      noun={{ one: 'project', many: 'projects' }}
      columns={projectColumns}
      rowKey={({ id }) => id}
      search="name"
      action={<CreateProjectButton />}
      empty="Instances belong to a project, and policies can be limited to one. Ask an owner of the organization to let you see one."
      page={1}
      pageSize={Number.MAX_SAFE_INTEGER}
    />
  )
}

function CreateProjectButton() {
  const whyDenied = useWhyDenied()
  const [open, setOpen] = useState<boolean | null>(null)
  return (
    <>
      <ReasonButton
        variant="primary"
        disabledReason={whyDenied('project.create')}
        icon={<Plus aria-hidden />}
        onClick={() => setOpen(true)}
      >
        Create project
      </ReasonButton>
      {open !== null && <ProjectSheet project={null} open={open} onOpenChange={setOpen} />}
    </>
  )
}
