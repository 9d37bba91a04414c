'use client'

import { Notice } from '@/components/feedback/notice.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { useForm } from '@/components/form/use-form.ts'
import { updateUserSchema, type UserDto } from '@/lib/users/schema.ts'
import { FormSheet } from '../../_inside/form-sheet.tsx'
import { useRefreshInside } from '../../_inside/use-refresh-inside.ts'
import { updateUserAction } from '../actions.ts'
import { AdminField, LimitField, limitOf } from './user-fields.tsx'
import type { UserDialogProps } from './user-dialog.ts'

interface Props extends UserDialogProps {
  users: readonly UserDto[]
}

/** Admin rights and connection limit of a user. */
export function EditUserSheet(props: Props) {
  return <EditUserForm key={props.open ? 'open' : 'closed'} {...props} />
}

function EditUserForm({ instance, user, users, open, onOpenChange, returnFocus }: Props) {
  const refresh = useRefreshInside(instance.id)
  const state = useForm({
    initial: { isAdmin: user.isAdmin, limit: user.connectionLimit?.toString() ?? '' },
    schema: updateUserSchema,
    toInput: ({ isAdmin, limit }) => ({
      instanceId: instance.id,
      name: user.name,
      isAdmin,
      connectionLimit: limitOf(limit),
    }),
    submit: updateUserAction,
    onDone: () => {
      notify.success({ title: `Changing ${user.name}` })
      refresh()
      onOpenChange(false)
    },
  })
  const { values, set, errors } = state
  const isLastAdmin =
    user.isAdmin && users.every(({ name, isAdmin }) => name === user.name || !isAdmin)
  return (
    <FormSheet
      title={`Edit ${user.name}`}
      saveLabel="Save changes"
      open={open}
      onOpenChange={onOpenChange}
      returnFocus={returnFocus}
      state={state}
    >
      <AdminField
        engine={instance.engineName}
        checked={values.isAdmin}
        onChange={(isAdmin) => set({ isAdmin })}
      />
      {isLastAdmin && !values.isAdmin && (
        <Notice tone="warning" title="No admin is left then">
          Nobody can make databases and users by SQL any more. Here and through the API it stays
          possible.
        </Notice>
      )}
      <LimitField
        value={values.limit}
        errors={errors.connectionLimit}
        onChange={(limit) => set({ limit })}
      />
    </FormSheet>
  )
}
