import { isEveryone } from '@/lib/allowed-ips/cidr.ts'
import { addMs } from '@/lib/clock/clock.ts'
import { reviewFlags, type ItemKind, type ReviewFlag } from './schema.ts'

const dayMs = 24 * 60 * 60 * 1000

/** What is known of one piece of access before it is judged. */
export interface Facts {
  kind: ItemKind
  name: string
  createdAt: Date
  lastUsedAt: Date | null
  expiresAt: Date | null
  isAdmin: boolean
  isOnlyOwner: boolean
  hasNoPrincipal: boolean
  hasCustomPrivilege: boolean
  isMadeBySql: boolean
  reviewBy: Date | null
}

const ending: ReadonlySet<ItemKind> = new Set(['api_key', 'client_certificate'])
/** Nobody sees when a client certificate was shown, so nothing is said about its use. */
const observed: ReadonlySet<ItemKind> = new Set([
  'member',
  'application',
  'api_key',
  'policy',
  'database_user',
  'allowed_ip',
])

/** What deserves a second look, most pressing first. */
export function flagsOf(facts: Facts, now: Date): ReviewFlag[] {
  const { kind, expiresAt, reviewBy, lastUsedAt } = facts
  const isSeen = observed.has(kind)
  const idleSince = lastUsedAt ?? facts.createdAt
  const isIdle = (days: number): boolean => isSeen && idleSince <= addMs(now, -days * dayMs)
  const found: Readonly<Record<ReviewFlag, boolean>> = {
    review_due: reviewBy !== null && reviewBy <= now,
    wide_open: kind === 'allowed_ip' && isEveryone(facts.name),
    unused_90: isIdle(90),
    unused_30: isIdle(30) && !isIdle(90),
    never_used: isSeen && lastUsedAt === null,
    admin: facts.isAdmin,
    only_owner: facts.isOnlyOwner,
    expired: expiresAt !== null && expiresAt <= now,
    no_expiry: ending.has(kind) && expiresAt === null,
    no_principal: facts.hasNoPrincipal,
    custom_privilege: facts.hasCustomPrivilege,
    made_by_sql: facts.isMadeBySql,
  }
  return reviewFlags.filter((flag) => found[flag])
}
