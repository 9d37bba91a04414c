import { customerRole } from '@/agent/engines/postgresql/acl.ts'

/** What the catalogues are called in sentences; relations are tables, views and sequences. */
const nouns = `CASE d.classid
    WHEN 'pg_class'::regclass THEN 'relations'
    WHEN 'pg_proc'::regclass THEN 'routines'
    WHEN 'pg_namespace'::regclass THEN 'schemas'
    WHEN 'pg_type'::regclass THEN 'types'
    WHEN 'pg_largeobject'::regclass THEN 'large objects'
    WHEN 'pg_extension'::regclass THEN 'extensions'
    ELSE 'other objects' END`

/**
 * What users of customers own in every database at once: rows of user, database, kind and count.
 * The dependencies on roles are in one catalogue for all databases.
 */
export const ownedObjectsSql = `
  SELECT r.rolname AS "user", b.datname AS database, ${nouns} AS kind, count(*)::int AS count
  FROM pg_shdepend d JOIN pg_roles r ON r.oid = d.refobjid JOIN pg_database b ON b.oid = d.dbid
  WHERE d.refclassid = 'pg_authid'::regclass AND d.deptype = 'o' AND ${customerRole('r')}
    AND d.classid <> 'pg_default_acl'::regclass
  GROUP BY 1, 2, 3
  UNION ALL
  SELECT r.rolname, b.datname, 'the database itself', 1 FROM pg_database b
  JOIN pg_roles r ON r.oid = b.datdba WHERE ${customerRole('r')}
  ORDER BY 1, 2, 3`
