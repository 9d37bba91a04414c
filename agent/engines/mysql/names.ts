/** Holdfast's own superuser; exists for 127.0.0.1 only, so it is of no use through an endpoint. */
export const superuser = '_rdb_superadmin'

/** The address that the superuser's account is bound to. */
export const superuserHost = '127.0.0.1'

/** Schemas of the server itself. */
export const systemSchemas = ['mysql', 'sys', 'performance_schema', 'information_schema'] as const

const namePattern = /^[A-Za-z][A-Za-z0-9_$-]{0,31}$/

/** Throws for a user name that customers may not have, whoever asks. */
export function assertCustomerUser(name: string): void {
  if (!namePattern.test(name) || /^(?:_rdb|mysql\.)/i.test(name)) {
    throw new Error(`${JSON.stringify(name)} is not a possible user name.`)
  }
}

/** Throws for a name that no user of customers can have, also none that SQL has made. */
export function assertPossibleUser(name: string): void {
  if (name === '' || name.length > 300 || name.includes('\0') || /^(?:_rdb|mysql\.)/i.test(name)) {
    throw new Error(`${JSON.stringify(name)} is not a possible user name.`)
  }
}

/** Throws for a database name that MySQL or Holdfast keep to themselves. */
export function assertCustomerDatabase(name: string): void {
  const lower = name.toLowerCase()
  const isOwn = systemSchemas.some((schema) => schema === lower) || lower.startsWith('_rdb')
  if (!/^[^/\\.\0\u{10000}-\u{10ffff}]{1,64}$/u.test(name) || /\s$/.test(name) || isOwn) {
    throw new Error(`${JSON.stringify(name)} is not a possible database name.`)
  }
}
