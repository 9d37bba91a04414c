import { invalid } from '@/lib/core/errors.ts'

/** Throws `invalid` when the name was typed and is another one; the API types none. */
export function requireConfirmed(typed: string | undefined, name: string): void {
  if (typed === undefined || typed === name) return
  const message = `Type ${name} to confirm.`
  throw invalid([{ argument: 'confirmName', reason: 'constraint', message }])
}
