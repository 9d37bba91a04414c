/** Holdfast's own superuser: over loopback and TLS only, never through an endpoint. */
export const superuser = '_rdb_superadmin'

/** The role that every admin user is a member of; holds what admins may hand on. */
export const adminGroup = '_rdb_admin'

/** Names of roles to come; they exist from the start so that no admin makes one of that name first. */
export const futureRoles = ['_rdb_replication', '_rdb_monitoring', '_rdb_backup'] as const

const namePattern = /^[A-Za-z][A-Za-z0-9_$-]{0,62}$/

/** Throws for a user name that customers may not have, whoever asks. */
export function assertCustomerUser(name: string): void {
  if (!namePattern.test(name) || /^(?:_rdb|pg_)/i.test(name)) {
    throw new Error(`${JSON.stringify(name)} is not a possible user name.`)
  }
}

/** Throws for a name that no user of customers can have, also none that SQL has made. */
export function assertPossibleUser(name: string): void {
  const isTooLong = name === '' || Buffer.byteLength(name) > 63
  if (isTooLong || name.includes('\0') || /^(?:_rdb|pg_)/.test(name)) {
    throw new Error(`${JSON.stringify(name)} is not a possible user name.`)
  }
}

/** Throws for a database name that PostgreSQL or Holdfast keep to themselves. */
export function assertCustomerDatabase(name: string): void {
  const isOwn = ['postgres', 'template0', 'template1'].includes(name) || name.startsWith('_rdb')
  if (name === '' || Buffer.byteLength(name) > 63 || name.includes('\0') || isOwn) {
    throw new Error(`${JSON.stringify(name)} is not a possible database name.`)
  }
}
