import { escapeIdentifier } from 'pg'
import type { Client } from 'pg'
import type {
  NodeCredentials,
  NodeSpec,
  PrivilegeChange,
  SettablePermission,
} from '@/agent/engines/driver.ts'
import { majorOf } from '@/agent/engines/pack-access.ts'
import {
  batches,
  columnsSql,
  customerRole,
  objectsSql,
  runStatements,
  textArray,
  type Statement,
} from '@/agent/engines/postgresql/acl.ts'
import { setDefaults } from '@/agent/engines/postgresql/default-privileges.ts'
import {
  kindNames,
  objectKinds,
  rightsOf,
  type ObjectKind,
  type Rights,
} from '@/agent/engines/postgresql/levels.ts'
import { assertCustomerDatabase } from '@/agent/engines/postgresql/names.ts'
import { movePublicRights } from '@/agent/engines/postgresql/public-rights.ts'
import { withRetries } from '@/agent/engines/postgresql/retry.ts'
import { exclusively, withSession } from '@/agent/engines/postgresql/session.ts'
import { EngineRefusal } from '@/agent/engines/refusal.ts'

interface Target {
  oid: string
  name: string
}

async function findTarget(client: Client, name: string): Promise<Target> {
  const { rows } = await client.query<{ oid: string }>(
    `SELECT r.oid::text FROM pg_roles r WHERE r.rolname = $1 AND ${customerRole('r')}`,
    [name],
  )
  const [row] = rows
  if (!row) throw new EngineRefusal(`There is no user ${name} any more.`)
  return { oid: row.oid, name }
}

async function ownsDatabase(client: Client, target: Target): Promise<boolean> {
  const { rows } = await client.query<{ owns: boolean }>(
    `SELECT pg_has_role($1::oid, datdba, 'MEMBER') AS owns
     FROM pg_database WHERE datname = current_database()`,
    [target.oid],
  )
  return rows[0]?.owns === true
}

function wantedSql(rights: Rights): string {
  const rows = objectKinds.map((kind) => `('${kind}', ${textArray(rights[kind])})`)
  return `SELECT * FROM (VALUES ${rows.join(', ')}) w (kind, rights)`
}

/** What the user holds beyond the rights, or not from the owner, or may hand on. */
async function surplus(client: Client, target: Target, rights: Rights): Promise<Statement[]> {
  const { rows } = await client.query<{
    kind: ObjectKind
    grantor: string | null
    right: string
    names: string[]
  }>(
    `SELECT o.kind, CASE WHEN e.grantor <> o.owner THEN g.rolname END AS grantor,
            e.privilege_type AS "right", array_agg(o.name) AS names
     FROM (${objectsSql}) o CROSS JOIN LATERAL aclexplode(o.acl) e
     JOIN (${wantedSql(rights)}) w ON w.kind = o.kind JOIN pg_roles g ON g.oid = e.grantor
     WHERE e.grantee = $1::oid AND o.owner <> e.grantee
       AND (e.is_grantable OR e.grantor <> o.owner OR e.privilege_type <> ALL (w.rights))
     GROUP BY 1, 2, 3`,
    [target.oid],
  )
  return rows.flatMap(({ kind, grantor, right, names }) =>
    batches(names).map((batch) => ({
      sql: `REVOKE ${right} ON ${kindNames[kind].grant} ${batch.join(', ')} FROM ${escapeIdentifier(target.name)} CASCADE`,
      grantor,
    })),
  )
}

async function surplusColumns(client: Client, target: Target): Promise<Statement[]> {
  const { rows } = await client.query<{ name: string; column: string; grantor: string | null }>(
    `SELECT DISTINCT o.name, o."column", CASE WHEN e.grantor <> o.owner THEN g.rolname END AS grantor
     FROM (${columnsSql}) o CROSS JOIN LATERAL aclexplode(o.acl) e
     JOIN pg_roles g ON g.oid = e.grantor WHERE e.grantee = $1::oid AND o.owner <> e.grantee`,
    [target.oid],
  )
  return rows.map(({ name, column, grantor }) => ({
    sql: `REVOKE ALL (${column}) ON TABLE ${name} FROM ${escapeIdentifier(target.name)} CASCADE`,
    grantor,
  }))
}

/** What the user lacks on objects of others, or of `owners` only. */
async function missing(
  client: Client,
  target: Target,
  rights: Rights,
  owners: readonly string[] | null,
): Promise<Statement[]> {
  const { rows } = await client.query<{ kind: ObjectKind; rights: string[]; names: string[] }>(
    `SELECT kind, rights, array_agg(name) AS names
     FROM (SELECT o.kind, o.name, ARRAY(
             SELECT r FROM unnest(w.rights) r WHERE NOT EXISTS (
               SELECT FROM aclexplode(o.acl) e
               WHERE e.grantee = $1::oid AND e.grantor = o.owner AND e.privilege_type = r)) AS rights
           FROM (${objectsSql}) o JOIN (${wantedSql(rights)}) w ON w.kind = o.kind
           WHERE o.owner <> $1::oid AND ($2::oid[] IS NULL OR o.owner = ANY ($2::oid[]))) m
     WHERE cardinality(rights) > 0 GROUP BY 1, 2`,
    [target.oid, owners],
  )
  return rows.flatMap(({ kind, rights: lacked, names }) =>
    batches(names).map((batch) => ({
      sql: `GRANT ${lacked.join(', ')} ON ${kindNames[kind].grant} ${batch.join(', ')} TO ${escapeIdentifier(target.name)}`,
      grantor: null,
    })),
  )
}

/** Ends what the user does in the session's database. */
async function endSessions(client: Client, target: Target): Promise<void> {
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE usesysid = $1::oid AND datname = current_database()`,
    [target.oid],
  )
}

/**
 * Ends what the user does in the database and lets the user connect no more, so that no transaction
 * that the user keeps open holds up the rest. Harmless when the user is an owner or gone.
 */
async function shutOut(
  spec: NodeSpec,
  credentials: NodeCredentials,
  { user, database }: PrivilegeChange,
): Promise<void> {
  await withSession(spec, credentials, database, async (client) => {
    const target = await findTarget(client, user)
    if (await ownsDatabase(client, target)) return
    await exclusively(client, () =>
      client.query(
        `REVOKE CONNECT ON DATABASE ${escapeIdentifier(database)} FROM ${escapeIdentifier(user)}`,
      ),
    )
    await endSessions(client, target)
  })
}

/** See `EngineDriver.setPrivilege`. One transaction, so that nobody ever sees half of it. */
export async function setPrivilege(
  spec: NodeSpec,
  credentials: NodeCredentials,
  change: PrivilegeChange,
): Promise<void> {
  assertCustomerDatabase(change.database)
  const major = majorOf(spec.pack)
  const rights = rightsOf(change.permission, major)
  if (change.permission === 'none') await shutOut(spec, credentials, change)
  await withRetries(`${change.user} in ${change.database}`, () =>
    withSession(spec, credentials, change.database, async (client) => {
      const target = await exclusively(client, async () => {
        const found = await findTarget(client, change.user)
        if (change.permission !== 'all' && (await ownsDatabase(client, found))) {
          throw new EngineRefusal(
            `${change.user} owns the database ${change.database} and so keeps every right in it. Give it another owner first: ALTER DATABASE … OWNER TO ….`,
          )
        }
        await runStatements(client, await surplus(client, found, rights))
        await runStatements(client, await surplusColumns(client, found))
        await movePublicRights(client, found, rights)
        await runStatements(client, await missing(client, found, rights, null))
        await setDefaults(client, { target: found, rights, major, creators: null })
        return found
      })
      if (change.permission === 'none') await endSessions(client, target)
    }),
  )
}

/**
 * Gives the user what the permission gives on what the roles `creators`, who have joined since it
 * was set, have made and will make.
 */
export async function coverCreators(
  client: Client,
  input: { user: string; permission: SettablePermission; creators: string[]; major: number },
): Promise<void> {
  const rights = rightsOf(input.permission, input.major)
  await exclusively(client, async () => {
    const target = await findTarget(client, input.user)
    await runStatements(client, await missing(client, target, rights, input.creators))
    const { creators, major } = input
    await setDefaults(client, { target, rights, major, creators })
  })
}
