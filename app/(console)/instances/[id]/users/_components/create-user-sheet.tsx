'use client'

import { notify } from '@/components/feedback/notify.ts'
import { generatePassword } from '@/components/form/generate-password.ts'
import { useForm } from '@/components/form/use-form.ts'
import { whyUserNameIsRefused, type InstanceDto } from '@/lib/instances/schema.ts'
import { createUserSchema } from '@/lib/users/schema.ts'
import { FormSheet } from '../../_inside/form-sheet.tsx'
import { NameField } from '../../_inside/name-field.tsx'
import { useRefreshInside } from '../../_inside/use-refresh-inside.ts'
import { createUserAction } from '../actions.ts'
import { AdminField, LimitField, PasswordField, limitOf } from './user-fields.tsx'

interface Props {
  instance: InstanceDto
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** A new user with a generated password, which is shown here only. */
export function CreateUserSheet(props: Props) {
  return <CreateUserForm key={props.open ? 'open' : 'closed'} {...props} />
}

function CreateUserForm({ instance, open, onOpenChange }: Props) {
  const refresh = useRefreshInside(instance.id)
  const state = useForm({
    initial: () => ({ name: '', password: generatePassword(), isAdmin: false, limit: '' }),
    schema: createUserSchema.superRefine(({ name }, context) => {
      const refusal = whyUserNameIsRefused(name, instance.engineName)
      if (refusal !== null) context.addIssue({ code: 'custom', path: ['name'], message: refusal })
    }),
    toInput: ({ name, password, isAdmin, limit }) => ({
      instanceId: instance.id,
      name,
      password,
      isAdmin,
      connectionLimit: limitOf(limit),
    }),
    submit: createUserAction,
    conflictField: 'name',
    onDone: ({ name }) => {
      notify.success({
        title: `Creating ${name}`,
        detail: 'Set below what the user may do in each database.',
      })
      refresh()
      onOpenChange(false)
    },
  })
  const { values, set, errors } = state
  return (
    <FormSheet
      title="Create user"
      saveLabel="Create user"
      open={open}
      onOpenChange={onOpenChange}
      state={state}
    >
      <NameField
        value={values.name}
        errors={errors.name}
        help="Starts with a letter; letters, digits, underscore, dollar and dash."
        onChange={(name) => set({ name })}
      />
      <PasswordField
        value={values.password}
        errors={errors.password}
        onChange={(password) => set({ password })}
      />
      <AdminField
        engine={instance.engineName}
        checked={values.isAdmin}
        onChange={(isAdmin) => set({ isAdmin })}
      />
      <LimitField
        value={values.limit}
        errors={errors.connectionLimit}
        onChange={(limit) => set({ limit })}
      />
    </FormSheet>
  )
}
