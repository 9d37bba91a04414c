import type { ErrorCode } from '@/lib/core/errors.ts'
import type { ActionResult } from '@/lib/core/result.ts'

const statuses: Readonly<Record<ErrorCode, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  precondition_failed: 412,
  quota_exceeded: 403,
  too_many_requests: 429,
  unavailable: 503,
  internal: 500,
}

/** The answer of a polling route: the result as JSON, the status by its code, never cached. */
export function respond(result: ActionResult<unknown>): Response {
  return Response.json(result, {
    status: result.ok ? 200 : statuses[result.error.code],
    headers: { 'cache-control': 'no-store' },
  })
}

/** Query parameters as a query's input: numbers, lists and booleans by name, everything else as text. */
export function inputFrom(
  url: string,
  kinds: {
    numbers?: readonly string[]
    lists?: readonly string[]
    booleans?: readonly string[]
  } = {},
): Record<string, unknown> {
  const parameters = new URL(url).searchParams
  const input: Record<string, unknown> = {}
  for (const name of new Set(parameters.keys())) {
    if (kinds.lists?.includes(name)) input[name] = parameters.getAll(name)
    else if (kinds.numbers?.includes(name)) input[name] = Number(parameters.get(name))
    else if (kinds.booleans?.includes(name)) input[name] = parameters.get(name) === 'true'
    else input[name] = parameters.get(name)
  }
  return input
}
