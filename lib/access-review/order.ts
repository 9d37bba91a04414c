import { reviewFlags, type ReviewItemDto } from './schema.ts'

/** How pressing an item is: the place of its first flag, later for what was decided already. */
function urgency({ flags, decision }: ReviewItemDto): number {
  const [first] = flags
  const place = first === undefined ? reviewFlags.length : reviewFlags.indexOf(first)
  const isSettled = decision !== null && first !== 'review_due'
  return place + (isSettled ? reviewFlags.length + 1 : 0)
}

/** What should be looked at first comes first; what is settled comes last. */
export function byUrgency(items: readonly ReviewItemDto[]): ReviewItemDto[] {
  return [...items].sort(
    (a, b) =>
      urgency(a) - urgency(b) ||
      a.kind.localeCompare(b.kind) ||
      a.place.localeCompare(b.place) ||
      a.name.localeCompare(b.name) ||
      a.id.localeCompare(b.id),
  )
}
