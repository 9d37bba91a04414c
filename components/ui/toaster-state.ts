let wanted = false
const listeners = new Set<() => void>()
let reportMounted = () => {}
const mounted = new Promise<void>((resolve) => {
  reportMounted = resolve
})

/** Asks for the toaster, which is loaded with the first toast; resolves once it listens. */
export function wantToaster(): Promise<void> {
  wanted = true
  for (const listener of listeners) listener()
  return mounted
}

export function toasterMounted(): void {
  reportMounted()
}

export function isToasterWanted(): boolean {
  return wanted
}

export function onToasterWanted(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
