import type { EnginePack } from '@/agent/packs/pack.ts'

export type EngineName = 'postgresql' | 'mysql'

/** Everything a driver must know about one node. Plain data; every path is absolute. */
export interface NodeSpec {
  nodeId: string
  instanceId: string
  engine: EngineName
  pack: EnginePack
  /**
   * The node's own directory. Layout (same for every engine): `data/` the data directory,
   * `conf/` files that Holdfast writes, `tls/` certificate, key and CA, `log/` engine logs.
   */
  directory: string
  /** Loopback port that the engine listens on; clients come through the endpoint instead. */
  port: number
  memoryBytes: number
  vcpus: number
  /** Overrides of the derived settings, as strings in the engine's own spelling. */
  settings: readonly { name: string; value: string }[]
  /** True refuses clients that do not use TLS. */
  requireTls: boolean
}

/** How Holdfast itself signs in to a node: over loopback, TLS, never through the endpoint. */
export interface NodeCredentials {
  /** Name of Holdfast's own superuser, `_rdb_superadmin`. */
  user: string
  password: string
}

/** PEM files of the instance's server certificate. */
export interface ServerCertificate {
  certificatePem: string
  privateKeyPem: string
  authorityPem: string
}

/** A command that starts an engine in the foreground; spawned by `agent/process`. */
export interface StartCommand {
  file: string
  args: readonly string[]
  environment: Readonly<Record<string, string>>
  /** Working directory; the engine's data directory, by which a running engine is recognised. */
  directory: string
  /** File that standard output and error are appended to. */
  outputFile: string
}

export type ProbeResult =
  | { state: 'up'; role: 'primary' | 'standby'; latencyMs: number; release: string }
  | { state: 'starting'; reason: string }
  | { state: 'down'; reason: string }

export interface PrepareOptions {
  /** True lets everything else on the machine go first; for the pool. */
  isBackground?: boolean
  /**
   * A data directory of the same pack that `prepare` made and that never ran. Engines with
   * `copiesTemplates` copy it, which is much faster, and still give the copy an identity and a
   * superuser's password of its own.
   */
  template?: string
}

/** Signals of the stop ladder, gentlest first, each with how long it is given in milliseconds. */
export type StopLadder = readonly { signal: NodeJS.Signals; waitMs: number }[]

/** Differences between engines that callers may branch on; never the engine's name. */
export interface EngineCapabilities {
  /** The database that every new instance has; its first user gets everything on it. */
  defaultDatabase: string
  maxUserNameLength: number
  /** True when `prepare` gains from a template; otherwise every directory is made from nothing. */
  copiesTemplates: boolean
}

/** A user inside the engine. */
export interface EngineUser {
  name: string
  isAdmin: boolean
}

/** How much of a node's logs is kept; the log being written may exceed `maxBytes` for a while. */
export interface LogBounds {
  maxAgeMs: number
  maxBytes: number
}

/** Where and as whom to sign in, for a check of the whole way that clients take. */
export interface SignInTarget {
  host: string
  port: number
  /** Name that the server's certificate must carry. */
  serverName: string
  authorityPem: string
  user: string
  password: string
  database: string
}

export type SignInCheck =
  { ok: true; tlsVersion: string; tookMs: number } | { ok: false; reason: string }

/**
 * What Holdfast needs from an engine. One implementation a engine, one contract suite for all.
 *
 * Every verb is idempotent: it looks first, acts only when needed, and may be repeated after the
 * agent died in the middle of it. No verb spawns or stops the server itself: `agent/process` does,
 * with `startCommand` and `stopLadder`.
 */
export interface EngineDriver {
  readonly engine: EngineName
  readonly capabilities: EngineCapabilities
  readonly stopLadder: StopLadder

  /**
   * Makes a fresh data directory at `targetDir` (complete, checksummed, own identity, superuser
   * `_rdb_superadmin` with `credentials.password`, no other way in). Slow (1 to 5 s): used to fill
   * the pool of prepared directories, and directly when the pool is empty. Interrupted attempts
   * leave nothing at `targetDir`.
   */
  prepare(
    pack: EnginePack,
    targetDir: string,
    credentials: NodeCredentials,
    options?: PrepareOptions,
  ): Promise<void>

  /** True when the node's data directory is complete. */
  isInitialised(spec: NodeSpec): Promise<boolean>

  /** Writes configuration and TLS files of the node; returns whether anything changed. */
  configure(spec: NodeSpec, certificate: ServerCertificate): Promise<{ changed: boolean }>

  startCommand(spec: NodeSpec): StartCommand

  /** True when the process is the engine itself, not one of its own that has outlived it. */
  isLeader(pid: number): Promise<boolean>

  /** One real query with a bound on time; never throws for an engine that is down. */
  probe(spec: NodeSpec, credentials: NodeCredentials, timeoutMs: number): Promise<ProbeResult>

  /** Ends kept connections to the node, before it is stopped or deleted. */
  disconnect(nodeId: string): Promise<void>

  /** Creates the user or sets its password and admin rights; never a superuser. */
  ensureUser(
    spec: NodeSpec,
    credentials: NodeCredentials,
    user: EngineUser & { password: string },
  ): Promise<void>

  /** Creates the database when it is missing, owned as the product says. */
  ensureDatabase(spec: NodeSpec, credentials: NodeCredentials, name: string): Promise<void>

  /** Gives the user everything on the database. */
  grantAll(
    spec: NodeSpec,
    credentials: NodeCredentials,
    grant: { user: string; database: string },
  ): Promise<void>

  /**
   * Removes users that customers' admins can make and that would shut others out or pass for
   * Holdfast; to be repeated now and then.
   */
  guard(spec: NodeSpec, credentials: NodeCredentials): Promise<void>

  /**
   * Signs in like a client of the customer's: by host and port, over TLS verified against the
   * authority and the server's name, one query. Never throws for a refusal.
   */
  checkSignIn(target: SignInTarget, timeoutMs: number): Promise<SignInCheck>

  /** Makes the running engine read its certificate files again, keeping open connections. */
  reloadCertificate(spec: NodeSpec, credentials: NodeCredentials): Promise<void>

  /** The last lines of the engine's log, newest last, for the message of a failed start. */
  tailLog(spec: NodeSpec, maxLines: number): Promise<string[]>

  /** Turns logs that only grow and deletes the oldest; the engine may run or not. */
  tendLogs(spec: NodeSpec, bounds: LogBounds): Promise<void>
}
