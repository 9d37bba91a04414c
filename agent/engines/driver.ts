import type { ExtensionVerbs } from '@/agent/engines/extensions.ts'
import type { SettingsVerbs } from '@/agent/engines/live-settings.ts'
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
  /** What users have changed, in the units of the settings catalogue. */
  settings: readonly { name: string; value: string }[]
  /** Settings that the data directory was made with and that never change. */
  initSettings: readonly { name: string; value: string }[]
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
  /** Absent until the instance needs its first client certificate. */
  clients?: ClientTrust
}

/** Which client certificates count, and who must show one. */
export interface ClientTrust {
  /** PEM of the authority of the instance's client certificates; never that of its server's. */
  authorityPem: string
  /** The common name of that authority. */
  authorityName: string
  /** PEM of the list of its certificates that count no longer. */
  revocationListPem: string
  /** PEM of the list of the server's own authority, on which nothing is. */
  serverRevocationListPem: string
  /** Users who are let in only with a certificate of this authority that bears their name. */
  userNames: readonly string[]
}

/** A client certificate that counts no longer. */
export interface RevokedCertificate {
  /** Hexadecimal, without separators. */
  serialNumber: string
  userName: string
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
  /** Settings that a data directory has for ever; a directory with any is never a copy. */
  initSettings?: NodeSpec['initSettings']
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

/** What a user shall be. */
export interface WantedUser extends EngineUser {
  /** Null keeps the password that the user has; the user must exist then. */
  password: string | null
  /** Most connections at once; null lifts the user's own limit, absent keeps it. */
  connectionLimit?: number | null
}

/** What can be given to a user on a database. */
export type SettablePermission = 'none' | 'readonly' | 'readwrite' | 'all'

/** A user as found in the engine; accounts of the engine and of Holdfast are left out. */
export interface FoundUser extends EngineUser {
  connectionLimit: number | null
  /** True when a connection of the user is open now. */
  isConnected: boolean
  /** What the user owns, or (MySQL) what runs with the user's rights, counted. */
  ownedObjects: readonly OwnedObjects[]
}

export interface OwnedObjects {
  database: string
  /** A plural noun in sentences, for example `tables`. */
  kind: string
  count: number
}

/** A database as found in the engine; those of the engine itself are left out. */
export interface FoundDatabase {
  name: string
  owner: string | null
  /** Null when sizes were not asked for. */
  sizeBytes: number | null
  /** False when not even Holdfast may connect to it. */
  isReachable: boolean
}

/** What a user may do in a database, computed from the engine's catalogue. */
export interface FoundPrivilege {
  user: string
  permission: SettablePermission | 'custom'
  /** Why it is custom, in sentences; empty otherwise. */
  differences: readonly string[]
}

/** Which permission shall be set for whom on what. */
export interface PrivilegeChange {
  user: string
  database: string
  permission: SettablePermission
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

  /** What can be done with settings while the engine runs. */
  readonly settings: SettingsVerbs

  /** Extensions of databases; null for an engine that has none. */
  readonly extensions: ExtensionVerbs | null

  /** Writes configuration and TLS files of the node; returns whether anything changed. */
  configure(spec: NodeSpec, certificate: ServerCertificate): Promise<{ changed: boolean }>

  startCommand(spec: NodeSpec): StartCommand

  /** True when the process is the engine itself, not one of its own that has outlived it. */
  isLeader(pid: number): Promise<boolean>

  /** One real query with a bound on time; never throws for an engine that is down. */
  probe(spec: NodeSpec, credentials: NodeCredentials, timeoutMs: number): Promise<ProbeResult>

  /** Ends kept connections to the node, before it is stopped or deleted. */
  disconnect(nodeId: string): Promise<void>

  /**
   * Creates the user or sets its password, admin rights and connection limit; never a superuser.
   * Throws `EngineRefusal` for a user that cannot be changed.
   */
  ensureUser(spec: NodeSpec, credentials: NodeCredentials, user: WantedUser): Promise<void>

  /**
   * Ends the user's connections and drops the user. What the user owns goes to `reassignTo`; without
   * it a user who owns anything stays, with an `EngineRefusal` that counts what they own.
   */
  dropUser(
    spec: NodeSpec,
    credentials: NodeCredentials,
    user: { name: string; reassignTo: string | null },
  ): Promise<void>

  /** Creates the database when it is missing, owned as the product says. */
  ensureDatabase(spec: NodeSpec, credentials: NodeCredentials, name: string): Promise<void>

  /** Ends the database's connections and drops it with everything in it. */
  dropDatabase(spec: NodeSpec, credentials: NodeCredentials, name: string): Promise<void>

  /**
   * Makes the permission exactly what the user has on the database: for what exists, whoever owns
   * it, and for what other users will make; whatever else was granted by SQL is revoked. Throws
   * `EngineRefusal` for what cannot be.
   */
  setPrivilege(spec: NodeSpec, credentials: NodeCredentials, change: PrivilegeChange): Promise<void>

  /** The databases of customers; their sizes, which are dear, when asked for. */
  findDatabases(
    spec: NodeSpec,
    credentials: NodeCredentials,
    options: { withSizes: boolean },
  ): Promise<FoundDatabase[]>

  /** The users of customers. */
  findUsers(spec: NodeSpec, credentials: NodeCredentials): Promise<FoundUser[]>

  /**
   * What every user may do in the database. Users for whom `kept` names a permission that was set
   * get it on what users who have joined since will make.
   */
  findPrivileges(
    spec: NodeSpec,
    credentials: NodeCredentials,
    database: string,
    kept: readonly Omit<PrivilegeChange, 'database'>[],
  ): Promise<FoundPrivilege[]>

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

  /**
   * Makes the running engine use these certificates for new connections; open ones live on, but
   * for those with a certificate that is in `cut` (MySQL, which does not know: all of its user) and
   * those of users who must show a certificate from now on. Returns once new connections are served
   * so; throws when the engine keeps what it had.
   */
  applyCertificates(
    spec: NodeSpec,
    credentials: NodeCredentials,
    certificate: ServerCertificate,
    cut: readonly RevokedCertificate[],
  ): Promise<void>

  /** The last lines of the engine's log, newest last, for the message of a failed start. */
  tailLog(spec: NodeSpec, maxLines: number): Promise<string[]>

  /** Turns logs that only grow and deletes the oldest; the engine may run or not. */
  tendLogs(spec: NodeSpec, bounds: LogBounds): Promise<void>
}
