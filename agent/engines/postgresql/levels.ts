import type { SettablePermission } from '@/agent/engines/driver.ts'

/** Kinds of objects that carry rights: database, schema, table, sequence, routine, large object. */
export const objectKinds = ['d', 'n', 'r', 'S', 'f', 'L'] as const
export type ObjectKind = (typeof objectKinds)[number]

/** What GRANT and the sentences call a kind. */
export const kindNames: Readonly<Record<ObjectKind, { grant: string; many: string }>> = {
  d: { grant: 'DATABASE', many: 'the database' },
  n: { grant: 'SCHEMA', many: 'schemas' },
  r: { grant: 'TABLE', many: 'tables' },
  S: { grant: 'SEQUENCE', many: 'sequences' },
  f: { grant: 'ROUTINE', many: 'routines' },
  L: { grant: 'LARGE OBJECT', many: 'large objects' },
}

/** What ALTER DEFAULT PRIVILEGES calls a kind; databases have none. */
export const defaultKindNames: Readonly<Record<Exclude<ObjectKind, 'd'>, string>> = {
  n: 'SCHEMAS',
  r: 'TABLES',
  S: 'SEQUENCES',
  f: 'ROUTINES',
  L: 'LARGE OBJECTS',
}

export type Rights = Readonly<Record<ObjectKind, readonly string[]>>

const nothing: Rights = { d: [], n: [], r: [], S: [], f: [], L: [] }

/**
 * What each permission is in SQL. Routines are PUBLIC's by default, so read-only leaves them as
 * their owners want them; MAINTAIN exists from 17 on.
 */
export function rightsOf(permission: SettablePermission, major: number): Rights {
  switch (permission) {
    case 'none':
      return nothing
    case 'readonly':
      return { d: ['CONNECT'], n: ['USAGE'], r: ['SELECT'], S: ['SELECT'], f: [], L: ['SELECT'] }
    case 'readwrite':
      return {
        d: ['CONNECT', 'TEMPORARY'],
        n: ['USAGE'],
        r: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
        S: ['SELECT', 'USAGE', 'UPDATE'],
        f: ['EXECUTE'],
        L: ['SELECT', 'UPDATE'],
      }
    case 'all':
      return {
        d: ['CONNECT', 'TEMPORARY', 'CREATE'],
        n: ['USAGE', 'CREATE'],
        r: [
          ...['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'],
          ...(major >= 17 ? ['MAINTAIN'] : []),
        ],
        S: ['SELECT', 'USAGE', 'UPDATE'],
        f: ['EXECUTE'],
        L: ['SELECT', 'UPDATE'],
      }
  }
}

/** Kinds for which default privileges exist; large objects from 18 on. */
export function defaultKinds(major: number): Exclude<ObjectKind, 'd'>[] {
  return major >= 18 ? ['n', 'r', 'S', 'f', 'L'] : ['n', 'r', 'S', 'f']
}
