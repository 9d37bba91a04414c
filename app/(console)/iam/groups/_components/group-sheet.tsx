'use client'

import { useAccess } from '@/components/access/access-provider.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { Field } from '@/components/form/field.tsx'
import { TagsInput } from '@/components/form/tags-input.tsx'
import { useForm, type FieldErrors } from '@/components/form/use-form.ts'
import { NameFields, type NameValues } from '@/components/iam/name-fields.tsx'
import { createGroupSchema, updateGroupSchema, type GroupDto } from '@/lib/iam/groups/schema.ts'
import { GuardedSheet, type FormFrame, type SheetProps } from '../../_components/guarded-sheet.tsx'
import { SheetForm } from '../../_components/sheet-form.tsx'
import { useRefreshIam } from '../../_components/use-refresh-iam.ts'
import { createGroupAction, updateGroupAction } from '../actions.ts'

/** Creates a group, or edits what it is called. */
export function GroupSheet({ group, ...sheet }: SheetProps & { group: GroupDto | null }) {
  return (
    <GuardedSheet {...sheet} title={group ? `Edit ${group.name}` : 'Create group'}>
      {(frame) => (group ? <EditForm group={group} frame={frame} /> : <CreateForm frame={frame} />)}
    </GuardedSheet>
  )
}

interface Values extends NameValues {
  oidcGroups: string[]
}

function CreateForm({ frame }: { frame: FormFrame }) {
  const refresh = useRefreshIam()
  const { organization } = useAccess()
  const state = useForm({
    initial: { name: '', description: '', oidcGroups: [] as string[] },
    schema: createGroupSchema,
    toInput: (values) => ({ organizationId: organization.id, ...values }),
    submit: createGroupAction,
    conflictField: 'name',
    onDone: ({ name }) => {
      notify.success({ title: `Created ${name}`, detail: 'Add members in its menu.' })
      refresh()
      frame.close()
    },
  })
  return (
    <SheetForm state={state} frame={frame} submitLabel="Create group">
      <Fields values={state.values} set={state.set} errors={state.errors} />
    </SheetForm>
  )
}

function EditForm({ group, frame }: { group: GroupDto; frame: FormFrame }) {
  const refresh = useRefreshIam()
  const { name, description, oidcGroups } = group
  const state = useForm({
    initial: { name, description, oidcGroups },
    schema: updateGroupSchema,
    toInput: (values) => ({ groupId: group.id, ...values }),
    submit: updateGroupAction,
    conflictField: 'name',
    onDone: (changed) => {
      notify.success({ title: `Saved ${changed.name}` })
      refresh()
      frame.close()
    },
  })
  return (
    <SheetForm state={state} frame={frame} submitLabel="Save changes">
      <Fields values={state.values} set={state.set} errors={state.errors} />
    </SheetForm>
  )
}

function Fields({
  values,
  set,
  errors,
}: {
  values: Values
  set: (changes: Partial<Values>) => void
  errors: FieldErrors
}) {
  return (
    <>
      <NameFields values={values} set={set} errors={errors} />
      <Field
        label="OpenID Connect groups"
        name="oidcGroups"
        optional
        errors={errors.oidcGroups}
        help="Who is in one of these at the provider joins this group when signing in, and leaves it again."
      >
        {(control) => (
          <TagsInput
            control={control}
            noun="group"
            value={values.oidcGroups}
            onChange={(oidcGroups) => set({ oidcGroups })}
          />
        )}
      </Field>
    </>
  )
}
