import type { z } from 'zod'
import { invalid, type InvalidArgument } from './errors.ts'

/** Parses input with its schema; throws `invalid` with one entry a broken rule. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input, { reportInput: true })
  if (parsed.success) return parsed.data
  throw invalid(parsed.error.issues.flatMap((issue) => toArguments(issue)))
}

function toArguments(issue: z.core.$ZodIssue): InvalidArgument[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      argument: [...issue.path, key].join('.'),
      reason: 'unknown',
      message: 'This field is not known.',
    }))
  }
  return [{ argument: issue.path.join('.'), reason: reasonOf(issue), message: issue.message }]
}

function reasonOf(issue: z.core.$ZodIssue): InvalidArgument['reason'] {
  if (issue.code === 'invalid_type') return issue.input === undefined ? 'required' : 'format'
  if (issue.code === 'invalid_format') return 'format'
  return 'constraint'
}
