/** Programs that a pack can hold. */
export type PackProduct = 'postgresql' | 'mysql' | 'haproxy'

/** Where a pack's files came from. */
export type PackOrigin = 'machine' | 'archive'

/**
 * A usable set of executables of one product and version.
 *
 * `id` is stable for the same files (`postgresql-17.11-archive`), `version` is the release series
 * that users choose (`17`, `9.7`, `3.2`), `release` the exact version that `--version` printed.
 * `executables` holds absolute paths of every program that Holdfast may run from the pack.
 */
export interface EnginePack {
  id: string
  product: PackProduct
  version: string
  release: string
  origin: PackOrigin
  prefix: string
  executables: Readonly<Record<string, string>>
  /** Environment that the programs need besides PATH, for example LOCPATH. */
  environment: Readonly<Record<string, string>>
  /**
   * Extra directories of the pack: PostgreSQL's `bin` and `share`; MySQL's `basedir`, `pluginDir`,
   * `messagesDir` and `charsetsDir`.
   */
  directories: Readonly<Record<string, string>>
  /** PostgreSQL extensions that Holdfast offers but this pack lacks; absent when none are. */
  missingExtensions?: readonly string[] | undefined
}

/** A product and version that cannot be had, with the reason in a plain sentence. */
export interface UnavailablePack {
  product: PackProduct
  version: string
  reason: string
}
