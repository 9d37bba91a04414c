const tails = new Map<string, Promise<unknown>>()

/**
 * Runs work on one thing (a node, an endpoint) after all earlier work on it has ended, so that an
 * operation and a reconciler never act on the same process at once. Not re-entrant.
 */
export async function withLock<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = tails.get(key) ?? Promise.resolve()
  const mine = before.then(work, work)
  const tail = mine.catch(() => undefined)
  tails.set(key, tail)
  try {
    return await mine
  } finally {
    if (tails.get(key) === tail) tails.delete(key)
  }
}

/** Runs work while holding the locks of several things, always taken in the same order. */
export async function withLocks<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
  const [first, ...rest] = [...keys].sort()
  return first === undefined ? work() : withLock(first, () => withLocks(rest, work))
}

/** True while work on the thing is running or waiting. */
export function isLocked(key: string): boolean {
  return tails.has(key)
}
