const dayMs = 86_400_000

/** How long a key can live, as offered. */
export const expiries = [
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In one year' },
  { value: 'day', label: 'After a certain day' },
  { value: 'never', label: 'Never' },
] as const

/** The end of a key: null for never; a day that is not filled in stays wrong, for the schema to say. */
export function expiryFrom(expiry: string, day: string, now = Date.now()): string | null {
  if (expiry === 'never') return null
  if (expiry === 'day') return day === '' ? '' : `${day}T23:59:59Z`
  return new Date(now + Number(expiry) * dayMs).toISOString()
}
