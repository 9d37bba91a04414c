const second = 1_000

const pad = (value: number) => String(value).padStart(2, '0')

/**
 * A length of time from milliseconds, in at most two units: "850 ms", "3.2 s", "42 s",
 * "4 min 03 s", "2 h 05 min", "3 d 4 h". Negative input counts as zero.
 */
export function formatDuration(milliseconds: number): string {
  const ms = Math.max(0, milliseconds)
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 9_950) return `${(ms / second).toFixed(1)} s`
  const seconds = Math.round(ms / second)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${pad(seconds % 60)} s`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return `${hours} h ${pad(minutes % 60)} min`
  return `${Math.floor(hours / 24)} d ${hours % 24} h`
}

/** Running time in whole seconds, so that a ticking display does not flicker: "0 s", "42 s", … */
export function formatElapsed(milliseconds: number): string {
  const seconds = Math.floor(Math.max(0, milliseconds) / second)
  return seconds < 60 ? `${seconds} s` : formatDuration(seconds * second)
}
