'use client'

import { notify } from '@/components/feedback/notify.ts'
import { generatePassword } from '@/components/form/generate-password.ts'
import { useForm } from '@/components/form/use-form.ts'
import { updateUserSchema } from '@/lib/users/schema.ts'
import { FormSheet } from '../../_inside/form-sheet.tsx'
import { useRefreshInside } from '../../_inside/use-refresh-inside.ts'
import { updateUserAction } from '../actions.ts'
import { PasswordField } from './user-fields.tsx'
import type { UserDialogProps } from './user-dialog.ts'

/** Another password for a user. */
export function PasswordSheet(props: UserDialogProps) {
  return <PasswordForm key={props.open ? 'open' : 'closed'} {...props} />
}

function PasswordForm({ instance, user, open, onOpenChange, returnFocus }: UserDialogProps) {
  const refresh = useRefreshInside(instance.id)
  const state = useForm({
    initial: () => ({ password: generatePassword() }),
    schema: updateUserSchema,
    toInput: ({ password }) => ({ instanceId: instance.id, name: user.name, password }),
    submit: updateUserAction,
    onDone: () => {
      notify.success({ title: `Changing the password of ${user.name}` })
      refresh()
      onOpenChange(false)
    },
  })
  return (
    <FormSheet
      title={`Change the password of ${user.name}`}
      saveLabel="Change password"
      open={open}
      onOpenChange={onOpenChange}
      returnFocus={returnFocus}
      state={state}
    >
      <PasswordField
        value={state.values.password}
        errors={state.errors.password}
        onChange={(password) => state.set({ password })}
      />
      <p className="text-sm text-muted">
        New connections need it at once. Connections that are open stay open.
      </p>
    </FormSheet>
  )
}
