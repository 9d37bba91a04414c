'use client'

import { notify } from '@/components/feedback/notify.ts'
import { Field } from '@/components/form/field.tsx'
import { FormFailure } from '@/components/form/form-failure.tsx'
import { useForm } from '@/components/form/use-form.ts'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import type { ReturnFocus } from '@/components/ui/return-focus.ts'
import { Sheet } from '@/components/ui/sheet.tsx'
import { updateMemberSchema, type MemberDto } from '@/lib/iam/members/schema.ts'
import { useRefreshIam } from '../../iam/_components/use-refresh-iam.ts'
import { updateAccountAction } from '../actions.ts'

export function NameSheet({
  member,
  open,
  onClose,
  returnFocus,
}: {
  member: MemberDto
  open: boolean
  onClose: () => void
  returnFocus: ReturnFocus
}) {
  return (
    <Sheet open={open} onOpenChange={onClose} returnFocus={returnFocus} title="Edit name">
      <NameForm member={member} onClose={onClose} />
    </Sheet>
  )
}

function NameForm({ member, onClose }: { member: MemberDto; onClose: () => void }) {
  const refresh = useRefreshIam()
  const { form, values, set, errors, failure, pending, onSubmit } = useForm({
    initial: { name: member.name },
    schema: updateMemberSchema,
    toInput: ({ name }) => ({ memberId: member.id, name }),
    submit: updateAccountAction,
    onDone: () => {
      notify.success({ title: 'Saved name' })
      refresh()
      onClose()
    },
  })
  return (
    <form
      ref={form}
      onSubmit={(event) => void onSubmit(event)}
      noValidate
      className="space-y-5 p-4"
    >
      <Field
        label="Name"
        name="name"
        errors={errors.name}
        help="Colleagues see it; you sign in by your e-mail address."
      >
        {(control) => (
          <Input
            {...control}
            autoComplete="name"
            value={values.name}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      <FormFailure title="Could not save name" failure={failure} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" pending={pending}>
          Save name
        </Button>
      </div>
    </form>
  )
}
