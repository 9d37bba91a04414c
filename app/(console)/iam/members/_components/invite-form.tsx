'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useAccess } from '@/components/access/access-provider.tsx'
import { Field, FieldGroup } from '@/components/form/field.tsx'
import { FormFailure } from '@/components/form/form-failure.tsx'
import { NewPasswordInput } from '@/components/form/password-field.tsx'
import { useForm } from '@/components/form/use-form.ts'
import { useUnsavedGuard } from '@/components/form/use-unsaved-guard.ts'
import { PickList } from '@/components/iam/pick-list.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Checkbox } from '@/components/ui/checkbox.tsx'
import { Input } from '@/components/ui/input.tsx'
import { RadioCards } from '@/components/ui/radio-cards.tsx'
import { principalsQuery } from '@/lib/iam/access/query-options.ts'
import { createMemberSchema, type NewMemberDto } from '@/lib/iam/members/schema.ts'
import { useRefreshIam } from '../../_components/use-refresh-iam.ts'
import { createMemberAction } from '../actions.ts'

export function InviteForm({
  password,
  onPassword,
  onDirty,
  onCancel,
  onDone,
}: {
  /** A generated password, for those who cannot be sent a link. */
  password: string
  onPassword: (password: string) => void
  onDirty: (dirty: boolean) => void
  onCancel: () => void
  onDone: (member: NewMemberDto) => void
}) {
  const refresh = useRefreshIam()
  const { organization, isOwner } = useAccess()
  const groups = useQuery(principalsQuery({ kinds: ['group'] }))
  const { form, values, set, errors, failure, pending, dirty, onSubmit } = useForm({
    initial: { email: '', name: '', way: 'link', isOwner: false, groupIds: [] as string[] },
    schema: createMemberSchema,
    toInput: ({ way, name, ...entered }) => ({
      organizationId: organization.id,
      ...entered,
      ...(name.trim() && { name }),
      ...(way === 'password' && { password }),
    }),
    submit: createMemberAction,
    conflictField: 'email',
    onDone: (member) => {
      refresh()
      onDone(member)
    },
  })
  useUnsavedGuard(dirty)
  useEffect(() => onDirty(dirty), [dirty, onDirty])
  return (
    <form
      ref={form}
      onSubmit={(event) => void onSubmit(event)}
      noValidate
      className="space-y-5 p-4"
    >
      <Field label="E-mail" name="email" errors={errors.email}>
        {(control) => (
          <Input
            {...control}
            type="email"
            value={values.email}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            onChange={(event) => set({ email: event.target.value })}
          />
        )}
      </Field>
      <Field label="Name" name="name" optional errors={errors.name}>
        {(control) => (
          <Input
            {...control}
            value={values.name}
            autoComplete="off"
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      <FieldGroup label="How they get in" name="way">
        {(control) => (
          <RadioCards
            name="way"
            aria-labelledby={control.id}
            columns="grid-cols-1"
            value={values.way}
            onChange={(way) => set({ way })}
            options={[
              {
                value: 'link',
                title: 'By a link',
                detail: 'They choose a password themselves. You send the link.',
              },
              {
                value: 'password',
                title: 'With a generated password',
                detail: 'They can sign in at once. You hand the password on.',
              },
            ]}
          />
        )}
      </FieldGroup>
      {values.way === 'password' && (
        <Field label="Password" name="password" errors={errors.password}>
          {(control) => (
            <NewPasswordInput control={control} value={password} onChange={onPassword} />
          )}
        </Field>
      )}
      <FieldGroup
        label="Groups"
        name="groupIds"
        optional
        errors={errors.groupIds}
        help="What the policies of a group allow holds for its members from their first sign-in."
      >
        {(control) => (
          <PickList
            name="groupIds"
            noun="group"
            labelledBy={control.id}
            describedBy={control['aria-describedby']}
            choices={(groups.data ?? []).map(({ id, name }) => ({ id, label: name }))}
            value={values.groupIds}
            onChange={(groupIds) => set({ groupIds })}
            emptyText="There is no group yet."
          />
        )}
      </FieldGroup>
      {isOwner && (
        <Checkbox
          name="isOwner"
          checked={values.isOwner}
          onChange={(event) => set({ isOwner: event.target.checked })}
          label="Owner of the organization"
          help="May do everything, whatever policies say."
        />
      )}
      <FormFailure title="Could not invite member" failure={failure} />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" pending={pending}>
          Invite member
        </Button>
      </div>
    </form>
  )
}
