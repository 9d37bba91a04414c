import type {
  EngineDriver,
  FoundDatabase,
  FoundUser,
  NodeCredentials,
  NodeSpec,
  OwnedObjects,
} from '@/agent/engines/driver.ts'
import { customerAccount, isRole, nameOf } from '@/agent/engines/mysql/accounts.ts'
import { systemSchemas } from '@/agent/engines/mysql/names.ts'
import { readPrivileges } from '@/agent/engines/mysql/observe.ts'
import { query, withSession } from '@/agent/engines/mysql/session.ts'
import type { Connection } from 'mysql2'

/** Sizes by the server's own table spaces, which are much cheaper than information_schema.tables. */
const sizesSql = `
  SELECT substring_index(name, '/', 1) AS name, sum(file_size) AS size
  FROM information_schema.innodb_tablespaces WHERE space_type = 'Single' GROUP BY 1`

/** How file names spell the characters of a schema's name: @ and four hexadecimal digits. */
export function fileNameOf(schema: string): string {
  return schema.replace(
    /[^0-9A-Za-z_]/gu,
    (character) => `@${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** See `EngineDriver.findDatabases`. MySQL's databases have no owner. */
export async function findDatabases(
  spec: NodeSpec,
  credentials: NodeCredentials,
  { withSizes }: { withSizes: boolean },
): Promise<FoundDatabase[]> {
  return withSession(spec, credentials, async (connection) => {
    const schemas = await query<{ name: string }>(
      connection,
      `SELECT schema_name AS name FROM information_schema.schemata
       WHERE schema_name NOT IN (${systemSchemas.map(() => '?').join(', ')})
         AND LOWER(schema_name) NOT LIKE '\\\\_rdb%'`,
      systemSchemas,
    )
    const sizes = withSizes
      ? await query<{ name: string; size: string }>(connection, sizesSql)
      : null
    return schemas.map(({ name }) => {
      const found = sizes?.find((row) => row.name === name || row.name === fileNameOf(name))
      return {
        name,
        owner: null,
        sizeBytes: sizes === null ? null : Number(found?.size ?? 0),
        isReachable: true,
      }
    })
  })
}

/** What runs with a user's rights, by the definer: rows of account, database, kind and count. */
const definedSql = `
  SELECT definer AS account, routine_schema AS \`database\`, 'routines' AS kind, count(*) AS count
  FROM information_schema.routines WHERE routine_schema <> 'sys' GROUP BY 1, 2
  UNION ALL SELECT definer, table_schema, 'views', count(*)
  FROM information_schema.views WHERE table_schema <> 'sys' GROUP BY 1, 2
  UNION ALL SELECT definer, trigger_schema, 'triggers', count(*)
  FROM information_schema.triggers WHERE trigger_schema <> 'sys' GROUP BY 1, 2
  UNION ALL SELECT definer, event_schema, 'events', count(*)
  FROM information_schema.events GROUP BY 1, 2`

/** What would stop to work without each account, keyed by `user@host`. */
export async function readDefined(
  connection: Connection,
): Promise<(OwnedObjects & { account: string })[]> {
  const rows = await query<OwnedObjects & { account: string }>(connection, definedSql)
  return rows.map((row) => ({ ...row, count: Number(row.count) }))
}

/** See `EngineDriver.findUsers`. Roles are no users; admins are known by CREATE USER everywhere. */
export async function findUsers(
  spec: NodeSpec,
  credentials: NodeCredentials,
): Promise<FoundUser[]> {
  return withSession(spec, credentials, async (connection) => {
    const rows = await query<{
      user: string
      host: string
      isAdmin: string
      connectionLimit: number
    }>(
      connection,
      `SELECT u.user AS user, u.host AS host, u.Create_user_priv AS isAdmin,
              u.max_user_connections AS connectionLimit
       FROM mysql.user u WHERE ${customerAccount} AND NOT (${isRole}) ORDER BY 1, 2`,
    )
    const connected = await query<{ user: string }>(
      connection,
      'SELECT DISTINCT user FROM information_schema.processlist',
    )
    const defined = await readDefined(connection)
    return rows.map(({ user, host, isAdmin, connectionLimit }) => ({
      name: nameOf({ user, host }),
      isAdmin: isAdmin === 'Y',
      connectionLimit: Number(connectionLimit) === 0 ? null : Number(connectionLimit),
      isConnected: connected.some((row) => row.user === user),
      ownedObjects: defined
        .filter(({ account }) => account === `${user}@${host}`)
        .map(({ database, kind, count }) => ({ database, kind, count })),
    }))
  })
}

/** See `EngineDriver.findPrivileges`. Grants on a database reach what others will make as they are. */
export const findPrivileges: EngineDriver['findPrivileges'] = (spec, credentials, database, kept) =>
  withSession(spec, credentials, (connection) =>
    readPrivileges(
      connection,
      database,
      new Map(kept.map(({ user, permission }) => [user, permission])),
    ),
  )
