'use client'

import { Field } from '@/components/form/field.tsx'
import { FormFailure } from '@/components/form/form-failure.tsx'
import { NewPasswordInput } from '@/components/form/password-field.tsx'
import { useForm } from '@/components/form/use-form.ts'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import { updateMemberPasswordSchema, type MemberDto } from '@/lib/iam/members/schema.ts'
import { useRefreshIam } from '../../_components/use-refresh-iam.ts'
import { updateMemberPasswordAction } from '../actions.ts'
import { useMemberPermissions } from './use-member-permissions.ts'

export function PasswordForm({
  member,
  suggested,
  onCancel,
  onDone,
}: {
  member: MemberDto
  suggested: string
  onCancel: () => void
  onDone: (password: string) => void
}) {
  const refresh = useRefreshIam()
  const { isSelf } = useMemberPermissions(member)
  const asksCurrent = isSelf && member.hasPassword
  const { form, values, set, errors, failure, pending, onSubmit } = useForm({
    initial: { currentPassword: '', password: suggested },
    schema: updateMemberPasswordSchema,
    toInput: ({ currentPassword, password }) => ({
      memberId: member.id,
      password,
      ...(asksCurrent && { currentPassword }),
    }),
    submit: updateMemberPasswordAction,
    onDone: () => {
      refresh()
      onDone(values.password)
    },
  })
  return (
    <form
      ref={form}
      onSubmit={(event) => void onSubmit(event)}
      noValidate
      className="space-y-5 p-4"
    >
      <p className="text-muted">
        {isSelf
          ? 'All other sessions of yours end. Your API keys keep working.'
          : 'All of their sessions end at once. Their API keys keep working.'}
      </p>
      {asksCurrent && (
        <Field label="Current password" name="currentPassword" errors={errors.currentPassword}>
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="current-password"
              value={values.currentPassword}
              onChange={(event) => set({ currentPassword: event.target.value })}
            />
          )}
        </Field>
      )}
      <Field
        label="New password"
        name="password"
        errors={errors.password}
        help="At least 12 characters."
      >
        {(control) => (
          <NewPasswordInput
            control={control}
            value={values.password}
            onChange={(password) => set({ password })}
          />
        )}
      </Field>
      <FormFailure title="Could not change password" failure={failure} />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" pending={pending}>
          {isSelf ? 'Change password' : 'Set new password'}
        </Button>
      </div>
    </form>
  )
}
