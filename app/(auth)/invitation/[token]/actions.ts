'use server'

import { redirect } from 'next/navigation'
import { consoleContext } from '@/lib/auth/context.ts'
import { acceptInvitation } from '@/lib/auth/invitation.ts'
import { signIn } from '@/lib/auth/next-auth.ts'
import { requestFacts } from '@/lib/auth/request-facts.ts'
import { toActionError } from '@/lib/core/action.ts'
import type { ActionError } from '@/lib/core/result.ts'

export interface InvitationState {
  name: string
  error: ActionError | null
}

const text = (value: FormDataEntryValue | null) => (typeof value === 'string' ? value : '')

/** Sets name and password of the invited member and signs them in; returns what to show else. */
export async function acceptInvitationAction(
  _state: InvitationState,
  form: FormData,
): Promise<InvitationState> {
  const name = text(form.get('name')).trim()
  const password = text(form.get('password'))
  const token = text(form.get('token'))
  let email: string
  try {
    const request = await requestFacts()
    const accepted = await acceptInvitation(request, { token, password, ...(name && { name }) })
    email = accepted.email
  } catch (error) {
    return { name, error: toActionError(error, await consoleContext(), 'member.accept-invitation') }
  }
  const isSignedIn = await signIn('credentials', { email, password, redirect: false }).then(
    () => true,
    // The password is set all the same: the reader signs in by themselves.
    () => false,
  )
  redirect(isSignedIn ? '/' : '/sign-in')
}
