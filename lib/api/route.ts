import { z, type RouteConfig } from '@hono/zod-openapi'
import { notFound } from '@/lib/core/errors.ts'
import type { ApiVariables } from './authenticate.ts'
import { errorSchema } from './wire/errors.ts'

/** What every handler of the API finds around its request. */
export interface ApiEnvironment {
  Variables: ApiVariables
}

export const regionParams = z.object({ region: z.string().openapi({ example: 'lo-cal' }) })

export const instanceParams = regionParams.extend({ instance_id: z.guid('This is not a UUID.') })

/** The id of a path, once it can be one: other ids than UUIDs of our kind cannot exist. */
export function instanceIdOf(params: { instance_id: string }): string {
  if (!z.uuid().safeParse(params.instance_id).success) {
    throw notFound('instance', params.instance_id)
  }
  return params.instance_id
}

type Responses = RouteConfig['responses']

const failure = (description: string) => ({
  content: { 'application/json': { schema: errorSchema } },
  description,
})

/** The failures that every call can answer with. */
export const failures = {
  400: failure('An argument breaks a rule: `invalid_arguments`.'),
  401: failure('No valid key: `denied_authentication`.'),
  403: failure('Not permitted: `permissions_denied`.'),
  404: failure('No such resource, or not yours: `not_found`.'),
  409: failure('Busy, or the name is taken: `transient_state`, `already_exists`.'),
  412: failure('A condition is not met: `precondition_failed`.'),
  413: failure('The body is too large: `request_too_large`.'),
  415: failure('The body is not JSON: `unsupported_media_type`.'),
  503: failure('No room on the machine, or no such engine: `out_of_stock`.'),
} as const satisfies Responses

/** The answers of a call that returns JSON of one shape. */
export function answers<S extends z.ZodType>(schema: S, description: string) {
  return { 200: { content: { 'application/json': { schema } }, description }, ...failures }
}

/** A JSON body of one shape. */
export function jsonBody<S extends z.ZodType>(schema: S) {
  return { content: { 'application/json': { schema } }, required: true }
}

/** The path of a call, below the region. */
export function regional<P extends string>(path: P): `/rdb/v1/regions/{region}${P}` {
  return `/rdb/v1/regions/{region}${path}`
}
