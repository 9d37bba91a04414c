import { z } from 'zod'
import { api } from './app.ts'
import type { Caller } from './testing.ts'

/** Where instances are, in the region that tests run in. */
export const instances = '/rdb/v1/regions/lo-cal/instances'

export interface Answer {
  status: number
  headers: Headers
  body: Record<string, unknown>
}

export interface CallOptions {
  body?: unknown
  /** Sent as it is, instead of `body` as JSON. */
  raw?: BodyInit
  /** Another secret key than the caller's; null for none. */
  token?: string | null
  headers?: HeadersInit
}

/** One call to the API without a socket; every answer has to be a JSON object. */
export async function callAs(
  caller: Caller,
  method: string,
  path: string,
  options: CallOptions = {},
): Promise<Answer> {
  const headers = new Headers(options.headers)
  const token = options.token === undefined ? caller.key.secretKey : options.token
  if (token !== null) headers.set('x-auth-token', token)
  const body =
    options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body))
  if (body !== undefined && !headers.has('content-type')) {
    headers.set('content-type', 'application/json; charset=utf-8')
  }
  const init = { method, headers, ...(body === undefined ? {} : { body, duplex: 'half' as const }) }
  const response = await api.request(path, init)
  const json: unknown = await response.json()
  return {
    status: response.status,
    headers: response.headers,
    body: z.record(z.string(), z.unknown()).parse(json),
  }
}

/** A request to create that is accepted, with the nulls that some clients send. */
export const goodBody = (name: string): Record<string, unknown> => ({
  name,
  engine: 'postgresql-17',
  user_name: '',
  password: '',
  node_type: 'DB-Dev-XS',
  volume_type: 'lssd',
  volume_size: 0,
  tags: null,
  init_settings: null,
  init_endpoints: null,
  project_id: null,
})
