const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/** What is shown where a value is missing. */
export const missing = '–'

function unitFor(bytes: number): { name: (typeof units)[number]; size: number } {
  let index = 0
  let size = 1
  // 999.95 and more would round to "1000.0": the next unit says it better.
  while (index < units.length - 1 && Math.abs(bytes) / size >= 999.95) {
    index += 1
    size *= 1000
  }
  return { name: units[index] ?? 'bytes', size }
}

function number(value: number): string {
  return String(Math.round(value * 10) / 10)
}

/** Bytes with decimal units (1 GB = 10^9 bytes), at most one digit after the point; a dash for null. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return missing
  const { name, size } = unitFor(bytes)
  return `${number(bytes / size)} ${name}`
}

/** A part of a whole in the whole's unit, for example "12.4 of 31 GB". */
export function formatBytesOf(part: number, whole: number): string {
  const { name, size } = unitFor(whole)
  return `${number(part / size)} of ${number(whole / size)} ${name}`
}
