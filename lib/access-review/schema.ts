import { z } from 'zod'

export const itemKinds = [
  'member',
  'application',
  'api_key',
  'policy',
  'database_user',
  'allowed_ip',
  'client_certificate',
] as const
export type ItemKind = (typeof itemKinds)[number]

/** What deserves a second look, most pressing first. */
export const reviewFlags = [
  'review_due',
  'wide_open',
  'unused_90',
  'unused_30',
  'never_used',
  'admin',
  'only_owner',
  'expired',
  'no_expiry',
  'no_principal',
  'custom_privilege',
  'made_by_sql',
] as const
export type ReviewFlag = (typeof reviewFlags)[number]

export const decisions = ['keep', 'revoke'] as const
export type Decision = (typeof decisions)[number]

const filterFields = {
  kind: z.enum(itemKinds).optional(),
  flag: z.enum(reviewFlags).optional(),
  /** What was decided last; `none`: nothing yet. */
  decision: z.enum([...decisions, 'none']).optional(),
  instanceId: z.uuid().optional(),
  /** Part of the name, the place or what it opens; letter case does not count. */
  search: z.string().max(200).optional(),
}

export const reviewFilterSchema = z.strictObject(filterFields)
export type ReviewFilter = z.output<typeof reviewFilterSchema>

export const listAccessReviewSchema = z.strictObject({
  ...filterFields,
  page: z.number().int().min(1).max(100_000).default(1),
  pageSize: z.number().int().min(1).max(100).default(25),
})
export type ListAccessReviewInput = z.input<typeof listAccessReviewSchema>

export const decideSchema = z.strictObject({
  organizationId: z.uuid(),
  itemKind: z.enum(itemKinds),
  itemId: z.string().min(1).max(200),
  decision: z.enum(decisions, { error: 'Choose keep or revoke.' }),
  note: z
    .string()
    .trim()
    .max(1_000, 'A note has at most 1000 characters.')
    .regex(/^[^\0]*$/, 'Use printable characters only.')
    .default(''),
  /** Day on which it shall be looked at again. */
  reviewBy: z.iso.date('Enter a date, for example 2027-01-31.').nullable().default(null),
})

export interface DecisionDto {
  decision: Decision
  note: string
  decidedByName: string
  decidedAt: string
  reviewBy: string | null
}

/** One piece of access that somebody or something has. */
export interface ReviewItemDto {
  kind: ItemKind
  id: string
  name: string
  /** Where it counts: an instance, a project, or the organization. */
  place: string
  instanceId: string | null
  /** What it opens, in words. */
  opens: string[]
  createdAt: string
  /** The last use that was seen: sign-in, call, connection or match. */
  lastUsedAt: string | null
  /** Connections let in, for allowed IPs. */
  useCount: number | null
  expiresAt: string | null
  flags: ReviewFlag[]
  /** The page on which it can be taken away. */
  href: string
  decision: DecisionDto | null
}

export interface AccessReviewPage {
  items: ReviewItemDto[]
  totalCount: number
  /** How many items there are in all, and with which flag, before the filters. */
  summary: { all: number; undecided: number; flags: Record<ReviewFlag, number> }
  instances: { id: string; name: string }[]
  readAt: string
}
