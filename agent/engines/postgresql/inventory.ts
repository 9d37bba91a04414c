import type {
  EngineDriver,
  FoundDatabase,
  FoundPrivilege,
  FoundUser,
  NodeCredentials,
  NodeSpec,
} from '@/agent/engines/driver.ts'
import { majorOf } from '@/agent/engines/pack-access.ts'
import { customerRole } from '@/agent/engines/postgresql/acl.ts'
import { judge } from '@/agent/engines/postgresql/judge.ts'
import { adminGroup } from '@/agent/engines/postgresql/names.ts'
import { readCreators, readHoldings, type Holdings } from '@/agent/engines/postgresql/observe.ts'
import { ownedObjectsSql } from '@/agent/engines/postgresql/owned.ts'
import { coverCreators } from '@/agent/engines/postgresql/privileges.ts'
import { withRetries } from '@/agent/engines/postgresql/retry.ts'
import { withSession } from '@/agent/engines/postgresql/session.ts'

/** See `EngineDriver.findDatabases`. */
export async function findDatabases(
  spec: NodeSpec,
  credentials: NodeCredentials,
  { withSizes }: { withSizes: boolean },
): Promise<FoundDatabase[]> {
  return withSession(spec, credentials, 'postgres', async (client) => {
    const { rows } = await client.query<{
      name: string
      owner: string
      size: string | null
      isReachable: boolean
    }>(
      `SELECT d.datname AS name, r.rolname AS owner, d.datallowconn AS "isReachable",
              CASE WHEN $1 THEN pg_database_size(d.oid) END AS size
       FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba
       WHERE d.datname NOT IN ('postgres', 'template0', 'template1') AND d.datname !~ '^_rdb'
         AND d.datconnlimit <> -2`,
      [withSizes],
    )
    return rows.map(({ size, ...row }) => ({
      ...row,
      sizeBytes: size === null ? null : Number(size),
    }))
  })
}

/** See `EngineDriver.findUsers`. Roles that cannot sign in are no users. */
export async function findUsers(
  spec: NodeSpec,
  credentials: NodeCredentials,
): Promise<FoundUser[]> {
  return withSession(spec, credentials, 'postgres', async (client) => {
    const { rows } = await client.query<Omit<FoundUser, 'ownedObjects'>>(
      `SELECT r.rolname AS name, nullif(r.rolconnlimit, -1) AS "connectionLimit",
              EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
                      WHERE m.member = r.oid AND g.rolname = $1) AS "isAdmin",
              EXISTS (SELECT FROM pg_stat_activity a WHERE a.usesysid = r.oid) AS "isConnected"
       FROM pg_roles r WHERE ${customerRole('r')} AND r.rolcanlogin ORDER BY 1`,
      [adminGroup],
    )
    const { rows: owned } = await client.query<{
      user: string
      database: string
      kind: string
      count: number
    }>(ownedObjectsSql)
    return rows.map((row) => ({
      ...row,
      ownedObjects: owned
        .filter(({ user }) => user === row.name)
        .map(({ database, kind, count }) => ({ database, kind, count })),
    }))
  })
}

/** Roles that the user gets nothing from on what they will make: they have joined since. */
function newcomers(holdings: Holdings, creators: readonly { id: string; name: string }[]) {
  return creators
    .filter(({ id, name }) => id !== holdings.userId && !holdings.defaults.get(name)?.size)
    .map(({ id }) => id)
}

/** See `EngineDriver.findPrivileges`. */
export const findPrivileges: EngineDriver['findPrivileges'] = (spec, credentials, database, kept) =>
  withRetries(database, () =>
    withSession(spec, credentials, database, async (client): Promise<FoundPrivilege[]> => {
      const major = majorOf(spec.pack)
      const permissions = new Map(kept.map(({ user, permission }) => [user, permission]))
      const creators = await readCreators(client)
      let holdings = await readHoldings(client, major)
      let isCovered = true
      for (const found of holdings) {
        const permission = permissions.get(found.user) ?? 'none'
        const without = permission === 'none' ? [] : newcomers(found, creators)
        if (without.length === 0) continue
        await coverCreators(client, { user: found.user, permission, creators: without, major })
        isCovered = false
      }
      if (!isCovered) holdings = await readHoldings(client, major)
      return holdings.map((found) => judge(found, permissions.get(found.user), major))
    }),
  )
