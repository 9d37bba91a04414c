'use client'

import { useActionState, useEffect, useRef } from 'react'
import { ErrorNotice } from '@/components/feedback/error-notice.tsx'
import { Field } from '@/components/form/field.tsx'
import { focusFirstInvalid } from '@/components/form/focus-first-invalid.ts'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import { signInAction, type SignInState } from '../actions.ts'

const start: SignInState = { email: '', error: null }

/** Works before the scripts have arrived as well: it is an ordinary form. */
export function SignInForm({ next }: { next: string }) {
  const [state, action, pending] = useActionState(signInAction, start)
  const form = useRef<HTMLFormElement>(null)
  const fields = state.error?.fieldErrors

  useEffect(() => {
    if (!form.current || !state.error) return
    focusFirstInvalid(form.current, new Set(fields ? Object.keys(fields) : ['password']))
  }, [state, fields])

  return (
    <form ref={form} action={action} className="space-y-4" noValidate>
      <input type="hidden" name="next" value={next} />
      {state.error && !fields && (
        <ErrorNotice
          title="Not signed in"
          message={state.error.message}
          requestId={state.error.code === 'internal' ? state.error.requestId : undefined}
        />
      )}
      <Field label="E-mail" name="email" errors={fields?.email}>
        {(control) => (
          <Input
            {...control}
            type="email"
            autoComplete="username"
            autoCapitalize="off"
            spellCheck={false}
            defaultValue={state.email}
            key={state.email}
          />
        )}
      </Field>
      <Field label="Password" name="password" errors={fields?.password}>
        {(control) => <Input {...control} type="password" autoComplete="current-password" />}
      </Field>
      <Button type="submit" variant="primary" pending={pending} className="w-full">
        Sign in
      </Button>
    </form>
  )
}
