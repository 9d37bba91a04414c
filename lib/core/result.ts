import type { ErrorCode } from './errors.ts'

/** What a server action or a polling route answers; plain JSON. */
export type ActionResult<T> = { ok: true; data: T } | { ok: false; error: ActionError }

export interface ActionError {
  code: ErrorCode
  message: string
  fieldErrors?: Record<string, string[]>
  requestId: string
}
