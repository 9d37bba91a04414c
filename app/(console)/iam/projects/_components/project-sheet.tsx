'use client'

import { useAccess } from '@/components/access/access-provider.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { useForm } from '@/components/form/use-form.ts'
import { NameFields } from '@/components/iam/name-fields.tsx'
import {
  createProjectSchema,
  updateProjectSchema,
  type ProjectSummaryDto,
} from '@/lib/iam/projects/schema.ts'
import { GuardedSheet, type FormFrame, type SheetProps } from '../../_components/guarded-sheet.tsx'
import { SheetForm } from '../../_components/sheet-form.tsx'
import { useRefreshIam } from '../../_components/use-refresh-iam.ts'
import { createProjectAction, updateProjectAction } from '../actions.ts'

type Dto = ProjectSummaryDto

/** Creates a project, or edits what it is called. */
export function ProjectSheet({ project, ...sheet }: SheetProps & { project: Dto | null }) {
  return (
    <GuardedSheet {...sheet} title={project ? `Edit ${project.name}` : 'Create project'}>
      {(frame) =>
        project ? <EditForm project={project} frame={frame} /> : <CreateForm frame={frame} />
      }
    </GuardedSheet>
  )
}

function CreateForm({ frame }: { frame: FormFrame }) {
  const refresh = useRefreshIam()
  const { organization } = useAccess()
  const state = useForm({
    initial: { name: '', description: '' },
    schema: createProjectSchema,
    toInput: (values) => ({ organizationId: organization.id, ...values }),
    submit: createProjectAction,
    conflictField: 'name',
    onDone: ({ name }) => {
      notify.success({ title: `Created ${name}` })
      refresh()
      frame.close()
    },
  })
  return (
    <SheetForm state={state} frame={frame} submitLabel="Create project">
      <NameFields values={state.values} set={state.set} errors={state.errors} />
    </SheetForm>
  )
}

function EditForm({ project, frame }: { project: Dto; frame: FormFrame }) {
  const refresh = useRefreshIam()
  const { name, description } = project
  const state = useForm({
    initial: { name, description },
    schema: updateProjectSchema,
    toInput: (values) => ({ projectId: project.id, ...values }),
    submit: updateProjectAction,
    conflictField: 'name',
    onDone: (changed) => {
      notify.success({ title: `Saved ${changed.name}` })
      refresh()
      frame.close()
    },
  })
  return (
    <SheetForm state={state} frame={frame} submitLabel="Save changes">
      <NameFields values={state.values} set={state.set} errors={state.errors} />
    </SheetForm>
  )
}
