import type { SettablePermission } from '@/agent/engines/driver.ts'

/**
 * The rights that exist on a schema, with their columns in mysql.db and mysql.user. Grants on a
 * schema reach every object in it, whoever makes it and whenever.
 */
export const schemaRights = {
  SELECT: 'Select_priv',
  INSERT: 'Insert_priv',
  UPDATE: 'Update_priv',
  DELETE: 'Delete_priv',
  CREATE: 'Create_priv',
  DROP: 'Drop_priv',
  REFERENCES: 'References_priv',
  INDEX: 'Index_priv',
  ALTER: 'Alter_priv',
  'CREATE TEMPORARY TABLES': 'Create_tmp_table_priv',
  'LOCK TABLES': 'Lock_tables_priv',
  EXECUTE: 'Execute_priv',
  'CREATE VIEW': 'Create_view_priv',
  'SHOW VIEW': 'Show_view_priv',
  'CREATE ROUTINE': 'Create_routine_priv',
  'ALTER ROUTINE': 'Alter_routine_priv',
  EVENT: 'Event_priv',
  TRIGGER: 'Trigger_priv',
} as const

export type SchemaRight = keyof typeof schemaRights

export const everyRight = Object.keys(schemaRights) as SchemaRight[]

/** What each permission is in SQL. */
export const rightsOf: Readonly<Record<SettablePermission, readonly SchemaRight[]>> = {
  none: [],
  readonly: ['SELECT', 'SHOW VIEW'],
  readwrite: [
    ...(['SELECT', 'SHOW VIEW', 'INSERT', 'UPDATE', 'DELETE', 'EXECUTE'] as const),
    ...(['CREATE TEMPORARY TABLES', 'LOCK TABLES'] as const),
  ],
  all: everyRight,
}
