const hour = 3_600_000

/** Ranges up to now that one choice sets. */
export const ranges = [
  { value: '1h', label: 'Last hour', ms: hour },
  { value: '24h', label: 'Last 24 hours', ms: 24 * hour },
  { value: '7d', label: 'Last 7 days', ms: 7 * 24 * hour },
  { value: '30d', label: 'Last 30 days', ms: 30 * 24 * hour },
] as const

export const customRange = 'custom'

/** What the address becomes when a range is chosen: a fixed beginning, so that a link stays true. */
export function rangeChanges(value: string, nowMs: number): Record<string, string | null> {
  const range = ranges.find((known) => known.value === value)
  if (range) {
    const from = new Date(Math.floor((nowMs - range.ms) / 60_000) * 60_000).toISOString()
    return { range: range.value, from, until: null }
  }
  return { range: value === customRange ? customRange : null, from: null, until: null }
}

/** The choice that the address stands for. */
export function rangeOf(get: (key: string) => string | null): string {
  const range = get('range')
  if (range === customRange) return customRange
  const isSet = get('from') !== null || get('until') !== null
  if (!isSet) return ''
  return ranges.some(({ value }) => value === range) && get('until') === null && range
    ? range
    : customRange
}

/** A moment of the address as the browser's field wants it, in UTC; empty for none. */
export function fieldValue(moment: string | null): string {
  if (!moment) return ''
  const date = new Date(/Z|[+-]\d\d:\d\d$/.test(moment) ? moment : `${moment}Z`)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 16)
}
