export interface Sort {
  key: string
  direction: 'asc' | 'desc'
}

/** Reads `name` (ascending) or `-name` (descending) from an address. */
export function parseSort(value: string | null, fallback: Sort): Sort {
  if (!value) return fallback
  return value.startsWith('-')
    ? { key: value.slice(1), direction: 'desc' }
    : { key: value, direction: 'asc' }
}
