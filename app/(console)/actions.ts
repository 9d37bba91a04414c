'use server'

import { signOut } from '@/lib/auth/next-auth.ts'

/** Ends the session for good. */
export async function signOutAction(): Promise<void> {
  await signOut({ redirect: false })
}
