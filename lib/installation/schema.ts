/** What everybody who is signed in may know of the installation; `storage` is for owners. */
export interface InstallationDto {
  version: string
  region: string
  publicHost: string
  endpointPorts: { first: number; last: number }
  sessions: { idleMs: number; maxMs: number }
  /** Null: members sign in by password only. */
  oidc: {
    name: string
    issuer: string
    groupsClaim: string
    allowedDomains: string[]
    autoCreate: boolean
  } | null
  /** Null until the first instance is created. */
  authority: { subject: string; sha256Fingerprint: string; notAfter: string } | null
  /** True when the database itself keeps the console from changing the audit log. */
  isAuditLogGuarded: boolean
  /** Null for readers who are no owners. */
  storage: { dataDir: string; controlDatabase: string } | null
  readAt: string
}
