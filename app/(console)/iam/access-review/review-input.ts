import {
  decisions,
  itemKinds,
  reviewFlags,
  type ListAccessReviewInput,
} from '@/lib/access-review/schema.ts'
import { isUuid } from '@/lib/ids/ids.ts'
import { pageSize, type Get } from '../list-input.ts'

/** What the address of the page asks for; what is not known counts as not set. */
export function reviewInput(get: Get): ListAccessReviewInput {
  const kind = itemKinds.find((known) => known === get('kind'))
  const flag = reviewFlags.find((known) => known === get('flag'))
  const decision = [...decisions, 'none' as const].find((known) => known === get('decision'))
  const instanceId = get('instance')
  const search = get('search')?.trim().slice(0, 200)
  const page = Number(get('page') ?? 1)
  return {
    ...(kind && { kind }),
    ...(flag && { flag }),
    ...(decision && { decision }),
    ...(instanceId && isUuid(instanceId) ? { instanceId } : {}),
    ...(search ? { search } : {}),
    page: Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1,
    pageSize,
  }
}
