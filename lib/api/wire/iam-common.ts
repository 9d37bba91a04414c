import { z } from '@hono/zod-openapi'
import { notFound } from '@/lib/core/errors.ts'
import type { ApiKeyActor } from '@/lib/auth/api-keys.ts'
import { pageQuery, queryText } from './common.ts'

export const iamPageQuery = {
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  page_size: pageQuery.page_size,
}

export const uuid = z.guid('This is not a UUID.')

/** A key that a query may repeat, as a list. */
export function repeated<S extends z.ZodType>(schema: S) {
  return z
    .union([schema, z.array(schema).max(100)])
    .transform((value): z.output<S>[] => (Array.isArray(value) ? value : [value]))
    .optional()
}

export const organizationQuery = {
  organization_id: uuid.optional().openapi({ description: "The key's organization if absent." }),
}

export const tagQuery = { tag: queryText.optional() }

export const changeOrders = [
  'created_at_asc',
  'created_at_desc',
  'updated_at_asc',
  'updated_at_desc',
  'name_asc',
  'name_desc',
] as const

/** The key's own organization; throws `not_found` when the request names another one. */
export function ownOrganization(actor: ApiKeyActor, given: string | null | undefined): string {
  const { organizationId } = actor
  if (given != null && given.toLowerCase() !== organizationId) {
    throw notFound('organization', given)
  }
  return organizationId
}

/** The id of a path, once it can be one: other ids than UUIDs of our kind cannot exist. */
export function knownId(resource: string, id: string): string {
  if (!z.uuid().safeParse(id).success) throw notFound(resource, id)
  return id
}

/** What was given of a request, under its own name; null and absence leave a value as it is. */
export function given<K extends string, V>(
  key: K,
  value: V | null | undefined,
): Partial<Record<K, V>> {
  const present: Partial<Record<K, V>> = {}
  if (value != null) present[key] = value
  return present
}
