import type { ActionError, ActionResult } from './result.ts'

/** A polling route answered with a failure; `error` is what the page shows. */
export class FetchError extends Error {
  readonly error: ActionError

  constructor(error: ActionError) {
    super(error.message)
    this.name = 'FetchError'
    this.error = error
  }
}

type Parameters = Readonly<
  Record<string, string | number | boolean | readonly string[] | undefined>
>

/** Reads a polling route of the console; client-side only. Throws `FetchError` for a failure. */
export async function fetchResult<T>(path: string, parameters: Parameters = {}): Promise<T> {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) continue
    for (const entry of Array.isArray(value) ? value : [value]) search.append(name, String(entry))
  }
  const query = search.size > 0 ? `?${search.toString()}` : ''
  const response = await fetch(`${path}${query}`, { headers: { accept: 'application/json' } })
  const result = (await response.json()) as ActionResult<T>
  if (!result.ok) throw new FetchError(result.error)
  return result.data
}
