/** Something that an admin tries and that the engine must refuse. */
export interface Attempt {
  /** What it tries. */
  name: string
  /**
   * Run one after the other in one session of the attacker; the last one must be refused. Words in
   * braces stand for what only the running node knows: `{port}`, `{directory}`.
   */
  sql: string | readonly string[]
  /** What the engine may call its refusal: SQLSTATE or MySQL's error number. */
  codes: readonly string[]
  /** First and last major version that it exists in; absent: all. */
  since?: number
  until?: number
  /** A database of the attacker's own, instead of `rdb`. */
  inOwnDatabase?: true
  /** The engine's log does not show it, because the engine answers before it gets that far. */
  isUnlogged?: true
}

/** Attempts that all must be refused for the same reason. */
export function refusedWith(
  codes: readonly string[],
  attempts: readonly (readonly [name: string, ...sql: string[]])[],
  limits: Pick<Attempt, 'since' | 'until' | 'inOwnDatabase' | 'isUnlogged'> = {},
): Attempt[] {
  return attempts.map(([name, ...sql]) => ({ name, sql, codes, ...limits }))
}

/** The attempts that a major version can be asked. */
export function attemptsFor(attempts: readonly Attempt[], major: number): Attempt[] {
  return attempts.filter(
    ({ since, until }) => (since ?? 0) <= major && major <= (until ?? Number.MAX_SAFE_INTEGER),
  )
}
