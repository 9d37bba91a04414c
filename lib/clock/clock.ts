/** The current time; domain code reads it here and nowhere else. */
export function now(): Date {
  return new Date()
}

/** Milliseconds of a clock that never jumps, for measuring durations. */
export function monotonicMs(): number {
  return performance.now()
}

/** The moment `milliseconds` after `from`. */
export function addMs(from: Date, milliseconds: number): Date {
  return new Date(from.getTime() + milliseconds)
}
