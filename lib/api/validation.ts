import type { z } from '@hono/zod-openapi'
import { invalid, type AppError, type InvalidArgument } from '@/lib/core/errors.ts'

/** What an input that does not have the shape of the wire is answered with. */
export function toInvalidArguments(error: z.ZodError, input: unknown): AppError {
  return invalid(
    error.issues.map((issue) => ({
      argument: issue.path.join('.'),
      reason: reasonOf(issue, input),
      message: issue.message,
    })),
  )
}

function reasonOf(issue: z.core.$ZodIssue, input: unknown): InvalidArgument['reason'] {
  if (valueAt(input, issue.path) === undefined) return 'required'
  const isFormat = issue.code === 'invalid_type' || issue.code === 'invalid_format'
  return isFormat || issue.code === 'invalid_union' ? 'format' : 'constraint'
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Reflect.get(value, key) as unknown
  }
  return value
}
