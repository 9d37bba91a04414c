import type { Client } from 'pg'
import {
  columnsSql,
  creatorsSql,
  customerRole,
  objectsSql,
} from '@/agent/engines/postgresql/acl.ts'
import type { ObjectKind } from '@/agent/engines/postgresql/levels.ts'

/** What one user holds on the objects of one kind, for one right. */
interface HeldRight {
  /** Objects of others on which the user has the right, from PUBLIC as well. */
  objects: number
  /** The same without PUBLIC. */
  own: number
  /** One of the objects, as SQL. */
  example: string
}

/** All that decides on a user's permission in one database. */
export interface Holdings {
  user: string
  userId: string
  /** Objects of others, by kind. */
  totals: Readonly<Record<ObjectKind, number>>
  held: ReadonlyMap<`${ObjectKind}:${string}`, HeldRight>
  columns: readonly { right: string; name: string }[]
  /** Roles that read or write every table and that the user is a member of. */
  openRoles: readonly string[]
  /** What the user gets on what each other role will make in any schema, by role and kind. */
  defaults: ReadonlyMap<string, ReadonlyMap<ObjectKind, readonly string[]>>
  /** The same in single schemas, which Holdfast never gives. */
  schemaDefaults: readonly { creator: string; schema: string; right: string }[]
}

/** The users, the roles whose rights each can use, and the database's objects and entries. */
function base(major: number): string {
  const usable = major >= 16 ? 'm.inherit_option OR m.set_option' : 'true'
  return `WITH RECURSIVE users AS (
      SELECT r.oid, r.rolname FROM pg_roles r WHERE ${customerRole('r')} AND r.rolcanlogin),
    holds (u, r) AS (
      SELECT oid, oid FROM users
      UNION SELECT d.datdba, g.oid FROM pg_database d, pg_roles g
            WHERE d.datname = current_database() AND g.rolname = 'pg_database_owner'
              AND d.datdba IN (SELECT oid FROM users)
      UNION SELECT h.u, m.roleid FROM holds h JOIN pg_auth_members m ON m.member = h.r
            WHERE ${usable}),
    objects AS MATERIALIZED (SELECT * FROM (${objectsSql}) o WHERE kind <> 'L')`
}

interface CountRow {
  u: string
  kind: ObjectKind
  right: string
  objects: number
  own: number
  example: string
}

async function readRights(client: Client, major: number): Promise<CountRow[]> {
  const { rows } = await client.query<CountRow>(`${base(major)}
    SELECT h.u::text, o.kind, e.privilege_type AS "right", min(o.name) AS example,
           count(DISTINCT o.oid)::int AS objects,
           (count(DISTINCT o.oid) FILTER (WHERE e.grantee <> 0))::int AS own
    FROM objects o CROSS JOIN LATERAL aclexplode(o.acl) e
    JOIN holds h ON e.grantee = h.r OR (e.grantee = 0 AND h.r = h.u)
    WHERE NOT EXISTS (SELECT FROM holds w WHERE w.u = h.u AND w.r = o.owner)
    GROUP BY 1, 2, 3`)
  return rows
}

async function readTotals(client: Client, major: number) {
  const { rows } = await client.query<{
    id: string
    user: string
    kind: ObjectKind
    objects: number
    openRoles: string[]
  }>(`${base(major)}
    SELECT u.oid::text AS id, u.rolname AS "user", o.kind, count(o.oid)::int AS objects,
           ARRAY(SELECT g.rolname::text FROM holds h JOIN pg_roles g ON g.oid = h.r
                 WHERE h.u = u.oid AND g.rolname IN ('pg_read_all_data', 'pg_write_all_data'))
             AS "openRoles"
    FROM users u LEFT JOIN objects o
      ON NOT EXISTS (SELECT FROM holds w WHERE w.u = u.oid AND w.r = o.owner)
    GROUP BY 1, 2, 3, u.oid`)
  return rows
}

async function readColumns(client: Client, major: number) {
  const { rows } = await client.query<{ u: string; right: string; name: string }>(`${base(major)}
    SELECT DISTINCT h.u::text, e.privilege_type AS "right", o.name || '.' || o."column" AS name
    FROM (${columnsSql}) o CROSS JOIN LATERAL aclexplode(o.acl) e
    JOIN holds h ON e.grantee = h.r OR (e.grantee = 0 AND h.r = h.u)
    WHERE NOT EXISTS (SELECT FROM holds w WHERE w.u = h.u AND w.r = o.owner)`)
  return rows
}

async function readDefaults(client: Client) {
  const { rows } = await client.query<{
    u: string
    creator: string
    schema: string | null
    kind: ObjectKind
    rights: string[]
  }>(`SELECT e.grantee::text AS u, c.rolname AS creator, n.nspname AS schema,
             a.defaclobjtype AS kind, array_agg(e.privilege_type::text) AS rights
      FROM pg_default_acl a CROSS JOIN LATERAL aclexplode(a.defaclacl) e
      JOIN pg_roles c ON c.oid = a.defaclrole LEFT JOIN pg_namespace n ON n.oid = a.defaclnamespace
      WHERE e.grantee <> a.defaclrole GROUP BY 1, 2, 3, 4`)
  return rows
}

/** What every user of customers holds in the session's database, in a handful of queries. */
export async function readHoldings(client: Client, major: number): Promise<Holdings[]> {
  const totals = await readTotals(client, major)
  const rights = await readRights(client, major)
  const columns = await readColumns(client, major)
  const defaults = await readDefaults(client)
  const ids = new Map(totals.map(({ id, user }) => [id, user]))
  return [...ids].map(([id, user]) => {
    const mine = totals.filter((row) => row.id === id)
    const total = (kind: ObjectKind) => mine.find((row) => row.kind === kind)?.objects ?? 0
    const own = defaults.filter((row) => row.u === id)
    const creators = [...new Set(own.map(({ creator }) => creator))]
    return {
      user,
      userId: id,
      totals: { d: total('d'), n: total('n'), r: total('r'), S: total('S'), f: total('f'), L: 0 },
      held: new Map(
        rights
          .filter((row) => row.u === id)
          .map((row) => [`${row.kind}:${row.right}` as const, row]),
      ),
      columns: columns.filter((row) => row.u === id),
      openRoles: mine[0]?.openRoles ?? [],
      defaults: new Map(
        creators.map((creator) => [
          creator,
          new Map(
            own
              .filter((row) => row.creator === creator && row.schema === null)
              .map((row) => [row.kind, row.rights]),
          ),
        ]),
      ),
      schemaDefaults: own.flatMap(({ creator, schema, rights: given }) =>
        schema === null ? [] : given.map((right) => ({ creator, schema, right })),
      ),
    }
  })
}

/** Roles that can make objects in the session's database, other than Holdfast's and the server's. */
export async function readCreators(client: Client): Promise<{ id: string; name: string }[]> {
  const { rows } = await client.query<{ id: string; name: string }>(creatorsSql)
  return rows
}
