type Moment = string | number | Date

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** Absolute time for people and logs alike: "2026-11-22 14:03:07 UTC". */
export function formatUtc(moment: Moment): string {
  const iso = new Date(moment).toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`
}

/** Time of day: "14:03:07 UTC". */
export function formatClock(moment: Moment): string {
  return `${new Date(moment).toISOString().slice(11, 19)} UTC`
}

/** Calendar day in UTC: "2026-11-22". */
export function formatDay(moment: Moment): string {
  return new Date(moment).toISOString().slice(0, 10)
}

/**
 * Time seen from `now`: "just now", "12 s ago", "5 min ago", "3 h ago", "2 d ago", "in 5 min"; the day
 * itself when it is 30 days away or more.
 */
export function formatRelative(moment: Moment, now: Moment): string {
  const distance = new Date(now).getTime() - new Date(moment).getTime()
  const size = Math.abs(distance)
  if (size < 5 * second) return 'just now'
  if (size >= 30 * day) return formatDay(moment)
  const text = largestUnit(size)
  return distance > 0 ? `${text} ago` : `in ${text}`
}

function largestUnit(size: number): string {
  if (size < minute) return `${Math.floor(size / second)} s`
  if (size < hour) return `${Math.floor(size / minute)} min`
  if (size < day) return `${Math.floor(size / hour)} h`
  return `${Math.floor(size / day)} d`
}
