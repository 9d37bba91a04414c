'use server'

import { redirect } from 'next/navigation'
import { consoleContext } from '@/lib/auth/context.ts'
import { signIn, SignInRefused } from '@/lib/auth/next-auth.ts'
import { toActionError } from '@/lib/core/action.ts'
import type { ActionError } from '@/lib/core/result.ts'
import { oidcProviderId } from '@/lib/auth/oidc/provider.ts'
import { safeNext } from './safe-next.ts'

export interface SignInState {
  email: string
  error: ActionError | null
}

const text = (value: FormDataEntryValue | null) => (typeof value === 'string' ? value : '')

/** Opens a session and goes where the reader wanted to go; returns what to show on a refusal. */
export async function signInAction(_state: SignInState, form: FormData): Promise<SignInState> {
  const email = text(form.get('email')).trim()
  try {
    await signIn('credentials', { email, password: text(form.get('password')), redirect: false })
  } catch (error) {
    const cause = error instanceof SignInRefused ? error.refusal : error
    return { email, error: toActionError(cause, await consoleContext(), 'session.create') }
  }
  redirect(safeNext(text(form.get('next'))))
}

/** Sends the browser to the OpenID Connect provider, which sends it back signed in. */
export async function signInWithProviderAction(form: FormData): Promise<void> {
  const redirectTo = safeNext(text(form.get('next')))
  // A provider that does not answer is in the log by then; the reader can still use a password.
  const target: unknown = await signIn(oidcProviderId, { redirectTo, redirect: false }).catch(
    () => null,
  )
  redirect(typeof target === 'string' ? target : '/sign-in?refused=failed')
}
