import { escapeIdentifier, escapeLiteral } from 'pg'
import type { Client } from 'pg'

/** Schemas of customers: neither the server's nor an extension's own. */
const ownSchema = (schema: string) =>
  `${schema}.nspname !~ '^pg_' AND ${schema}.nspname <> 'information_schema'`

const noMember = (catalogue: string, oid: string) =>
  `NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalogue}'::regclass
               AND d.objid = ${oid} AND d.deptype = 'e')`

const notSuperusers = (owner: string) =>
  `NOT EXISTS (SELECT FROM pg_roles s WHERE s.oid = ${owner} AND s.rolsuper)`

/**
 * Every object of the database that carries rights, with its name as SQL and its access list.
 * What belongs to an extension or to a superuser keeps the rights it came with: some of it is kept
 * from users on purpose.
 */
export const objectsSql = `
  SELECT 'd' AS kind, oid, quote_ident(datname) AS name, datdba AS owner,
         coalesce(datacl, acldefault('d', datdba)) AS acl
  FROM pg_database WHERE datname = current_database()
  UNION ALL
  SELECT 'n', n.oid, quote_ident(n.nspname), n.nspowner,
         coalesce(n.nspacl, acldefault('n', n.nspowner))
  FROM pg_namespace n WHERE ${ownSchema('n')} AND ${noMember('pg_namespace', 'n.oid')}
  UNION ALL
  SELECT CASE c.relkind WHEN 'S' THEN 'S' ELSE 'r' END, c.oid,
         format('%I.%I', n.nspname, c.relname), c.relowner,
         coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, c.relowner))
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p', 'S') AND ${ownSchema('n')}
    AND ${noMember('pg_class', 'c.oid')} AND ${notSuperusers('c.relowner')}
  UNION ALL
  SELECT 'f', p.oid, p.oid::regprocedure::text, p.proowner,
         coalesce(p.proacl, acldefault('f', p.proowner))
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE ${ownSchema('n')} AND ${noMember('pg_proc', 'p.oid')} AND ${notSuperusers('p.proowner')}
  UNION ALL
  SELECT 'L', oid, oid::text, lomowner, coalesce(lomacl, acldefault('L', lomowner))
  FROM pg_largeobject_metadata`

/** Rights on single columns, with the table's name and the column's as SQL. */
export const columnsSql = `
  SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS name, quote_ident(a.attname) AS "column",
         c.relowner AS owner, a.attacl AS acl
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND ${ownSchema('n')}
    AND ${noMember('pg_class', 'c.oid')} AND ${notSuperusers('c.relowner')}`

/** Roles of customers, by the alias of pg_roles: neither superusers nor the server's own. */
export const customerRole = (alias: string) =>
  `NOT ${alias}.rolsuper AND ${alias}.rolname !~ '^(pg_|_rdb)'`

/**
 * Roles of customers that can make objects in the session's database: ids and names. Others get no
 * default privileges, because a role with these cannot be dropped by SQL as it is.
 */
export const creatorsSql = `
  SELECT r.oid::text AS id, r.rolname AS name FROM pg_roles r
  WHERE ${customerRole('r')} AND (
    has_database_privilege(r.oid, current_database(), 'CREATE')
    OR EXISTS (SELECT FROM pg_namespace n WHERE ${ownSchema('n')}
               AND has_schema_privilege(r.oid, n.oid, 'CREATE')))
  ORDER BY 2`

/** A statement, and the role whose grant it takes back; null: as the object's owner. */
export interface Statement {
  sql: string
  grantor: string | null
}

/**
 * Runs the statements in the session's transaction. A right that somebody else than the owner has
 * given can only be taken back in their name; nothing of theirs is run meanwhile.
 */
export async function runStatements(
  client: Client,
  statements: readonly Statement[],
): Promise<void> {
  const lines: string[] = []
  for (const { sql, grantor } of statements) {
    if (grantor === null) lines.push(sql)
    else lines.push(`SET LOCAL ROLE ${escapeIdentifier(grantor)}`, sql, 'SET LOCAL ROLE NONE')
  }
  for (let start = 0; start < lines.length; start += 500) {
    await client.query(lines.slice(start, start + 500).join(';\n'))
  }
}

/** A list of texts as an array in SQL. */
export function textArray(values: readonly string[]): string {
  return `ARRAY[${values.map((value) => escapeLiteral(value)).join(', ')}]::text[]`
}

/** Takes a long list apart, so that no statement grows without bound. */
export function batches<T>(values: readonly T[], size = 200): T[][] {
  const count = Math.ceil(values.length / size)
  return Array.from({ length: count }, (_, index) => values.slice(index * size, (index + 1) * size))
}
