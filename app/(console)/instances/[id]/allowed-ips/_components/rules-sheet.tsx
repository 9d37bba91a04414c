'use client'

import { clsx } from 'clsx'
import { Notice } from '@/components/feedback/notice.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { Field } from '@/components/form/field.tsx'
import { FormFailure } from '@/components/form/form-failure.tsx'
import { useForm } from '@/components/form/use-form.ts'
import { useUnsavedGuard } from '@/components/form/use-unsaved-guard.ts'
import { Button } from '@/components/ui/button.tsx'
import { controlClass } from '@/components/ui/control.ts'
import type { ReturnFocus } from '@/components/ui/return-focus.ts'
import { Sheet } from '@/components/ui/sheet.tsx'
import { isEveryone, parseCidr } from '@/lib/allowed-ips/cidr.ts'
import { createAllowedIpsSchema } from '@/lib/allowed-ips/schema.ts'
import { formatCount } from '@/lib/format/count.ts'
import { createAllowedIpsAction, replaceAllowedIpsAction } from '../actions.ts'
import { rulesFrom } from '../rules-text.ts'
import { useRefreshAllowedIps } from './use-refresh-allowed-ips.ts'

export interface RulesSheetProps {
  instanceId: string
  /** Adds to the list, or replaces it. */
  mode: 'add' | 'replace'
  /** What the field begins with. */
  initialText: string
  ownCidr: string | null
  open: boolean
  onOpenChange: (open: boolean) => void
  returnFocus?: ReturnFocus | undefined
}

const words = {
  add: { title: 'Add allowed IPs', submit: 'Add allowed IPs', failed: 'Could not add allowed IPs' },
  replace: {
    title: 'Replace all allowed IPs',
    submit: 'Replace allowed IPs',
    failed: 'Could not replace allowed IPs',
  },
}

/** Several rules at once, one a line. */
export function RulesSheet(props: RulesSheetProps) {
  return <RulesForm key={props.open ? `${props.mode} ${props.initialText}` : 'closed'} {...props} />
}

function RulesForm({
  instanceId,
  mode,
  initialText,
  ownCidr,
  open,
  onOpenChange,
  returnFocus,
}: RulesSheetProps) {
  const refresh = useRefreshAllowedIps(instanceId)
  const { form, values, set, errors, failure, pending, dirty, onSubmit } = useForm({
    initial: { text: initialText },
    schema: createAllowedIpsSchema,
    toInput: ({ text }) => ({ instanceId, rules: rulesFrom(text) }),
    submit: mode === 'add' ? createAllowedIpsAction : replaceAllowedIpsAction,
    onDone: (list) => {
      notify.success({ title: `${formatCount(list.length, 'allowed IP')} saved` })
      refresh()
      onOpenChange(false)
    },
  })
  useUnsavedGuard(open && dirty)
  const close = (next: boolean) => {
    if (!next && dirty && !window.confirm('Discard your changes?')) return
    onOpenChange(next)
  }
  const add = (line: string) => set({ text: `${values.text.trim()}\n${line}\n`.trimStart() })
  const isOpenToAll = rulesFrom(values.text).some(({ cidr }) => {
    const parsed = parseCidr(cidr)
    return parsed.ok && isEveryone(parsed.cidr)
  })
  return (
    <Sheet open={open} onOpenChange={close} returnFocus={returnFocus} title={words[mode].title}>
      <form
        ref={form}
        onSubmit={(event) => void onSubmit(event)}
        noValidate
        className="space-y-5 p-4"
      >
        <Field
          label="Addresses or ranges"
          name="rules"
          errors={errors.rules}
          help="One a line, IPv4 or IPv6; what follows is its description: 203.0.113.7 Office."
        >
          {(control) => (
            <textarea
              {...control}
              rows={mode === 'add' ? 5 : 12}
              value={values.text}
              spellCheck={false}
              autoCapitalize="off"
              autoComplete="off"
              onChange={(event) => set({ text: event.target.value })}
              className={clsx(controlClass, 'py-2 font-mono text-sm')}
            />
          )}
        </Field>
        {ownCidr && !values.text.includes(ownCidr) && (
          <Button size="sm" onClick={() => add(`${ownCidr} My address`)}>
            Add my address ({ownCidr})
          </Button>
        )}
        {isOpenToAll && (
          <Notice tone="warning" title="Open to everyone">
            Whoever reaches this machine may try passwords. Prefer the ranges of your clients.
          </Notice>
        )}
        <FormFailure title={words[mode].failed} failure={failure} />
        <div className="flex justify-end gap-2">
          <Button onClick={() => close(false)}>Cancel</Button>
          <Button type="submit" variant="primary" pending={pending}>
            {words[mode].submit}
          </Button>
        </div>
      </form>
    </Sheet>
  )
}
