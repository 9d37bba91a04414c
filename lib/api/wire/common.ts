import { z } from '@hono/zod-openapi'

/** The default and the most of `page_size`. */
const pageSizes = { default: 50, max: 100 } as const

export const pageQuery = {
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  page_size: z.coerce.number().int().min(1).max(pageSizes.max).default(pageSizes.default),
}

/** Text of a query; the control database cannot compare the NUL character. */
export const queryText = z
  .string()
  .max(200)
  .refine((text) => !text.includes('\0'), 'The NUL character is not allowed.')

export const queryFlag = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .openapi({ type: 'boolean' })

export const timestamp = z.string().openapi({
  format: 'date-time',
  example: '2026-02-06T13:34:09.525000Z',
})

/** One page of a list that is whole in memory. */
export function pageOf<T>(items: readonly T[], query: { page: number; page_size: number }): T[] {
  const first = (query.page - 1) * query.page_size
  return items.slice(first, first + query.page_size)
}

/** Writes an ISO time with the microseconds that clients of the API are used to. */
export function toTimestamp(iso: string): string {
  return iso.replace(/\.(\d{3})Z$/, '.$1000Z')
}
