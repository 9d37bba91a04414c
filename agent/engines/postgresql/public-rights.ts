import { escapeIdentifier } from 'pg'
import type { Client } from 'pg'
import {
  batches,
  columnsSql,
  customerRole,
  objectsSql,
  runStatements,
  textArray,
  type Statement,
} from '@/agent/engines/postgresql/acl.ts'
import { kindNames, type ObjectKind, type Rights } from '@/agent/engines/postgresql/levels.ts'

/**
 * Rights that everybody has (PUBLIC) and the user shall not have are given to each other user
 * who may connect instead, who so keep what they had. Left as they are: routines and the use of schemas, which are
 * everybody's by default and open no data, and large objects.
 */
export async function movePublicRights(
  client: Client,
  target: { oid: string },
  rights: Rights,
): Promise<void> {
  const { rows: others } = await client.query<{ name: string }>(
    `SELECT r.rolname AS name FROM pg_roles r
     WHERE ${customerRole('r')} AND r.rolcanlogin AND r.oid <> $1::oid
       AND has_database_privilege(r.oid, current_database(), 'CONNECT') ORDER BY 1`,
    [target.oid],
  )
  const roles = others.map(({ name }) => escapeIdentifier(name)).join(', ')
  const { rows } = await client.query<{
    kind: ObjectKind
    grantor: string | null
    right: string
    names: string[]
  }>(
    `SELECT o.kind, CASE WHEN e.grantor <> o.owner THEN g.rolname END AS grantor,
            e.privilege_type AS "right", array_agg(o.name) AS names
     FROM (${objectsSql}) o CROSS JOIN LATERAL aclexplode(o.acl) e
     JOIN pg_roles g ON g.oid = e.grantor
     WHERE e.grantee = 0 AND NOT (o.kind = 'n' AND e.privilege_type = 'USAGE')
       AND (o.kind = 'd' AND e.privilege_type <> ALL (${textArray(rights.d)})
         OR o.kind = 'n' AND e.privilege_type <> ALL (${textArray(rights.n)})
         OR o.kind = 'r' AND e.privilege_type <> ALL (${textArray(rights.r)})
         OR o.kind = 'S' AND e.privilege_type <> ALL (${textArray(rights.S)}))
     GROUP BY 1, 2, 3`,
  )
  const statements = rows.flatMap(({ kind, grantor, right, names }) =>
    batches(names).flatMap((batch) =>
      move(`${right} ON ${kindNames[kind].grant} ${batch.join(', ')}`, grantor, roles),
    ),
  )
  const { rows: columns } = await client.query<{
    name: string
    column: string
    grantor: string | null
    right: string
  }>(
    `SELECT o.name, o."column", e.privilege_type AS "right",
            CASE WHEN e.grantor <> o.owner THEN g.rolname END AS grantor
     FROM (${columnsSql}) o CROSS JOIN LATERAL aclexplode(o.acl) e
     JOIN pg_roles g ON g.oid = e.grantor
     WHERE e.grantee = 0 AND e.privilege_type <> ALL (${textArray(rights.r)})`,
  )
  const onColumns = columns.flatMap(({ name, column, grantor, right }) =>
    move(`${right} (${column}) ON TABLE ${name}`, grantor, roles),
  )
  await runStatements(client, [...statements, ...onColumns])
}

function move(what: string, grantor: string | null, roles: string): Statement[] {
  const revoke = { sql: `REVOKE ${what} FROM PUBLIC CASCADE`, grantor }
  return roles === '' ? [revoke] : [{ sql: `GRANT ${what} TO ${roles}`, grantor: null }, revoke]
}
