'use server'

import { redirect } from 'next/navigation'
import { signOut } from '@/lib/auth/next-auth.ts'

/** Ends the session for good and goes to sign-in. */
export async function signOutAction(): Promise<void> {
  await signOut({ redirect: false })
  redirect('/sign-in')
}
