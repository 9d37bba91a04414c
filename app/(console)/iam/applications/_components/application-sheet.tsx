'use client'

import { useAccess } from '@/components/access/access-provider.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { useForm } from '@/components/form/use-form.ts'
import { NameFields } from '@/components/iam/name-fields.tsx'
import {
  createApplicationSchema,
  updateApplicationSchema,
  type ApplicationDto,
} from '@/lib/iam/applications/schema.ts'
import { GuardedSheet, type FormFrame, type SheetProps } from '../../_components/guarded-sheet.tsx'
import { SheetForm } from '../../_components/sheet-form.tsx'
import { useRefreshIam } from '../../_components/use-refresh-iam.ts'
import { createApplicationAction, updateApplicationAction } from '../actions.ts'

type Dto = ApplicationDto

/** Creates an application, or edits what it is called. */
export function ApplicationSheet({
  application,
  ...sheet
}: SheetProps & { application: Dto | null }) {
  return (
    <GuardedSheet
      {...sheet}
      title={application ? `Edit ${application.name}` : 'Create application'}
    >
      {(frame) =>
        application ? (
          <EditForm application={application} frame={frame} />
        ) : (
          <CreateForm frame={frame} />
        )
      }
    </GuardedSheet>
  )
}

function CreateForm({ frame }: { frame: FormFrame }) {
  const refresh = useRefreshIam()
  const { organization } = useAccess()
  const state = useForm({
    initial: { name: '', description: '' },
    schema: createApplicationSchema,
    toInput: (values) => ({ organizationId: organization.id, ...values }),
    submit: createApplicationAction,
    conflictField: 'name',
    onDone: ({ name }) => {
      notify.success({ title: `Created ${name}` })
      refresh()
      frame.close()
    },
  })
  return (
    <SheetForm state={state} frame={frame} submitLabel="Create application">
      <NameFields values={state.values} set={state.set} errors={state.errors} />
    </SheetForm>
  )
}

function EditForm({ application, frame }: { application: Dto; frame: FormFrame }) {
  const refresh = useRefreshIam()
  const { name, description } = application
  const state = useForm({
    initial: { name, description },
    schema: updateApplicationSchema,
    toInput: (values) => ({ applicationId: application.id, ...values }),
    submit: updateApplicationAction,
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
