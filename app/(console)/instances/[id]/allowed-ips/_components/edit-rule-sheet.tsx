'use client'

import { notify } from '@/components/feedback/notify.ts'
import { Field } from '@/components/form/field.tsx'
import { FormFailure } from '@/components/form/form-failure.tsx'
import { useForm } from '@/components/form/use-form.ts'
import { useUnsavedGuard } from '@/components/form/use-unsaved-guard.ts'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import type { ReturnFocus } from '@/components/ui/return-focus.ts'
import { Sheet } from '@/components/ui/sheet.tsx'
import { updateAllowedIpSchema, type AllowedIpDto } from '@/lib/allowed-ips/schema.ts'
import { updateAllowedIpAction } from '../actions.ts'
import { useRefreshAllowedIps } from './use-refresh-allowed-ips.ts'

interface Props {
  instanceId: string
  rule: AllowedIpDto
  open: boolean
  onOpenChange: (open: boolean) => void
  returnFocus?: ReturnFocus | undefined
}

export function EditRuleSheet(props: Props) {
  return <EditForm key={props.open ? 'open' : 'closed'} {...props} />
}

function EditForm({ instanceId, rule, open, onOpenChange, returnFocus }: Props) {
  const refresh = useRefreshAllowedIps(instanceId)
  const { form, values, set, errors, failure, pending, dirty, onSubmit } = useForm({
    initial: { cidr: rule.cidr, description: rule.description },
    schema: updateAllowedIpSchema,
    toInput: (entered) => ({ instanceId, allowedIpId: rule.id, ...entered }),
    submit: updateAllowedIpAction,
    onDone: () => {
      notify.success({ title: `Saved ${values.cidr}` })
      refresh()
      onOpenChange(false)
    },
  })
  useUnsavedGuard(open && dirty)
  const close = (next: boolean) => {
    if (!next && dirty && !window.confirm('Discard your changes?')) return
    onOpenChange(next)
  }
  return (
    <Sheet open={open} onOpenChange={close} returnFocus={returnFocus} title="Edit allowed IP">
      <form
        ref={form}
        onSubmit={(event) => void onSubmit(event)}
        noValidate
        className="space-y-5 p-4"
      >
        <Field
          label="Address or range"
          name="cidr"
          errors={errors.cidr}
          help="Another range begins with no hits; connections that only the former let in are cut."
        >
          {(control) => (
            <Input
              {...control}
              value={values.cidr}
              autoComplete="off"
              spellCheck={false}
              className="font-mono"
              onChange={(event) => set({ cidr: event.target.value })}
            />
          )}
        </Field>
        <Field label="Description" name="description" optional errors={errors.description}>
          {(control) => (
            <Input
              {...control}
              value={values.description}
              autoComplete="off"
              onChange={(event) => set({ description: event.target.value })}
            />
          )}
        </Field>
        <FormFailure title="Could not save changes" failure={failure} />
        <div className="flex justify-end gap-2">
          <Button onClick={() => close(false)}>Cancel</Button>
          <Button type="submit" variant="primary" pending={pending}>
            Save changes
          </Button>
        </div>
      </form>
    </Sheet>
  )
}
