'use client'

import { notify } from '@/components/feedback/notify.ts'
import { Field } from '@/components/form/field.tsx'
import { TagsInput } from '@/components/form/tags-input.tsx'
import { useForm } from '@/components/form/use-form.ts'
import { useAccess } from '@/components/access/access-provider.tsx'
import { Input } from '@/components/ui/input.tsx'
import { updateMemberSchema, type MemberDto } from '@/lib/iam/members/schema.ts'
import { GuardedSheet, type FormFrame } from '../../_components/guarded-sheet.tsx'
import { SheetForm } from '../../_components/sheet-form.tsx'
import { useRefreshIam } from '../../_components/use-refresh-iam.ts'
import { updateMemberAction } from '../actions.ts'
import type { MemberDialogProps } from './member-dialogs.tsx'

export function EditMemberSheet({ member, open, onOpenChange, returnFocus }: MemberDialogProps) {
  return (
    <GuardedSheet
      open={open}
      onOpenChange={onOpenChange}
      returnFocus={returnFocus}
      title={`Edit ${member.email}`}
    >
      {(frame) => <EditForm member={member} frame={frame} />}
    </GuardedSheet>
  )
}

function EditForm({ member, frame }: { member: MemberDto; frame: FormFrame }) {
  const refresh = useRefreshIam()
  const { whyDenied } = useAccess()
  // Of one's own account everybody may change the name, and nothing else.
  const setsTags = whyDenied(null, 'member.update') === null
  const state = useForm({
    initial: { name: member.name, tags: member.tags },
    schema: updateMemberSchema,
    toInput: ({ name, tags }) => ({ memberId: member.id, name, ...(setsTags && { tags }) }),
    submit: updateMemberAction,
    onDone: ({ email }) => {
      notify.success({ title: `Saved ${email}` })
      refresh()
      frame.close()
    },
  })
  const { values, set, errors } = state
  return (
    <SheetForm state={state} frame={frame} submitLabel="Save changes">
      <Field label="Name" name="name" errors={errors.name}>
        {(control) => (
          <Input
            {...control}
            value={values.name}
            autoComplete="off"
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      {setsTags && (
        <Field label="Tags" name="tags" optional errors={errors.tags}>
          {(control) => (
            <TagsInput control={control} value={values.tags} onChange={(tags) => set({ tags })} />
          )}
        </Field>
      )}
    </SheetForm>
  )
}
