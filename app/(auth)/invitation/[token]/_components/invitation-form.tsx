'use client'

import { useActionState, useEffect, useRef } from 'react'
import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import { Field } from '@/components/form/field.tsx'
import { focusFirstInvalid } from '@/components/form/focus-first-invalid.ts'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import { acceptInvitationAction, type InvitationState } from '../actions.ts'

const start: InvitationState = { name: '', error: null }

/** Works before the scripts have arrived as well: it is an ordinary form. */
export function InvitationForm({ token, email }: { token: string; email: string }) {
  const [state, action, pending] = useActionState(acceptInvitationAction, start)
  const form = useRef<HTMLFormElement>(null)
  const fields = state.error?.fieldErrors

  useEffect(() => {
    if (!form.current || !state.error) return
    focusFirstInvalid(form.current, new Set(fields ? Object.keys(fields) : ['password']))
  }, [state, fields])

  return (
    <form ref={form} action={action} className="space-y-4" noValidate>
      <input type="hidden" name="token" value={token} />
      {/* So that password managers remember for whom the password is. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      {state.error && !fields && (
        <ErrorNotice
          title="Not accepted"
          message={state.error.message}
          requestId={state.error.code === 'internal' ? state.error.requestId : undefined}
        />
      )}
      <Field label="Your name" name="name" optional errors={fields?.name}>
        {(control) => (
          <Input {...control} autoComplete="name" defaultValue={state.name} key={state.name} />
        )}
      </Field>
      <Field
        label="Password"
        name="password"
        errors={fields?.password}
        help="At least 12 characters. A long sentence is easier to remember than signs."
      >
        {(control) => <Input {...control} type="password" autoComplete="new-password" />}
      </Field>
      <Button type="submit" variant="primary" pending={pending} className="w-full">
        Accept invitation
      </Button>
    </form>
  )
}
