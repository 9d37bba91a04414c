'use client'

import { Field } from '@/components/form/field.tsx'
import { FormFailure } from '@/components/form/form-failure.tsx'
import { TagsInput } from '@/components/form/tags-input.tsx'
import { useForm } from '@/components/form/use-form.ts'
import { useUnsavedGuard } from '@/components/form/use-unsaved-guard.ts'
import { notify } from '@/components/feedback/notify.ts'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import { Sheet } from '@/components/ui/sheet.tsx'
import { updateInstanceSchema } from '@/lib/instances/schema.ts'
import { updateInstanceAction } from '../actions.ts'
import type { InstanceDialogProps } from './restart-dialog.tsx'
import { useRefreshInstances } from './use-refresh-instances.ts'

/** Name and tags; a page that polls behind it does not touch what is being typed. */
export function EditSheet({ instance, open, onOpenChange, returnFocus }: InstanceDialogProps) {
  const close = (next: boolean, dirty: boolean) => {
    if (!next && dirty && !window.confirm('Discard your changes?')) return
    onOpenChange(next)
  }
  return (
    <EditForm
      key={open ? 'open' : 'closed'}
      instance={instance}
      open={open}
      onOpenChange={close}
      returnFocus={returnFocus}
    />
  )
}

function EditForm({
  instance,
  open,
  onOpenChange,
  returnFocus,
}: Omit<InstanceDialogProps, 'onOpenChange'> & {
  onOpenChange: (open: boolean, dirty: boolean) => void
}) {
  const refresh = useRefreshInstances()
  const { form, values, set, errors, failure, pending, dirty, onSubmit } = useForm({
    initial: { name: instance.name, tags: instance.tags },
    schema: updateInstanceSchema,
    toInput: (entered) => ({ instanceId: instance.id, ...entered }),
    submit: updateInstanceAction,
    onDone: (changed) => {
      notify.success({ title: `Saved ${changed.name}` })
      refresh()
      onOpenChange(false, false)
    },
  })
  useUnsavedGuard(open && dirty)
  return (
    <Sheet
      open={open}
      onOpenChange={(next) => onOpenChange(next, dirty)}
      returnFocus={returnFocus}
      title="Edit name and tags"
    >
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
          help="Nothing that connects depends on the name."
        >
          {(control) => (
            <Input
              {...control}
              value={values.name}
              autoComplete="off"
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label="Tags" name="tags" optional errors={errors.tags}>
          {(control) => (
            <TagsInput control={control} value={values.tags} onChange={(tags) => set({ tags })} />
          )}
        </Field>
        <FormFailure title="Could not save changes" failure={failure} />
        <div className="flex justify-end gap-2">
          <Button onClick={() => onOpenChange(false, dirty)}>Cancel</Button>
          <Button type="submit" variant="primary" pending={pending}>
            Save changes
          </Button>
        </div>
      </form>
    </Sheet>
  )
}
