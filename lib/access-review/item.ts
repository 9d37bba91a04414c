import type { Facts } from './flags.ts'

/** One piece of access as it was read, before it is judged. */
export interface CollectedItem extends Omit<Facts, 'reviewBy'> {
  id: string
  place: string
  instanceId: string | null
  opens: string[]
  useCount: number | null
  href: string
}

/** Defaults of what most kinds of access do not have. */
export const plain = {
  instanceId: null,
  expiresAt: null,
  useCount: null,
  isAdmin: false,
  isOnlyOwner: false,
  hasNoPrincipal: false,
  hasCustomPrivilege: false,
  isMadeBySql: false,
} as const satisfies Partial<CollectedItem>

/** The later of moments, of which any may be missing. */
export function latest(moments: readonly (Date | null | undefined)[]): Date | null {
  const known = moments.filter((moment) => moment instanceof Date)
  return known.length === 0 ? null : new Date(Math.max(...known.map((moment) => moment.getTime())))
}
