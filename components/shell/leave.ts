/** Signs out and loads sign-in anew, so that nothing read before stays in this tab. */
export async function leave(signOut: () => Promise<void>): Promise<void> {
  await signOut()
  window.location.assign(new URL('/sign-in', window.location.href))
}
