import type { EngineName } from '@/lib/instances/engines.ts'
import { settablePermissions, type Permission, type SettablePermission } from './schema.ts'

const labels: Readonly<Record<Permission, string>> = {
  none: 'None',
  readonly: 'Read',
  readwrite: 'Read and write',
  all: 'All',
  custom: 'Custom',
}

/** What the console calls a permission. */
export function permissionLabel(permission: Permission): string {
  return labels[permission]
}

/** Reads a stored permission; one that this release does not know shows as custom. */
export function toPermission(value: string): Permission {
  return settablePermissions.find((known) => known === value) ?? 'custom'
}

const explanations: Readonly<Record<EngineName, Record<SettablePermission, string>>> = {
  postgresql: {
    none: 'May not connect. Everything that was granted is revoked, also by default privileges.',
    readonly:
      'May connect, use every schema, and SELECT from every table, view, sequence and large object.',
    readwrite:
      'As Read, and INSERT, UPDATE and DELETE, use sequences, make temporary tables, and execute every routine.',
    all: 'As Read and write, and TRUNCATE, REFERENCES and TRIGGER, make objects in every schema, and make schemas.',
  },
  mysql: {
    none: 'May not use the database. What was granted on its tables and routines is revoked as well.',
    readonly: 'SELECT from every table and view, and SHOW VIEW.',
    readwrite:
      'As Read, and INSERT, UPDATE, DELETE, EXECUTE, CREATE TEMPORARY TABLES and LOCK TABLES.',
    all: 'Every right that MySQL has on a database: also to make, change and drop tables, views, routines, triggers and events.',
  },
}

/** What a permission lets a user do on an engine, in a sentence. */
export function explainPermission(permission: SettablePermission, engine: EngineName): string {
  return explanations[engine][permission]
}
