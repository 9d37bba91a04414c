import { escape, escapeId } from 'mysql2'
import type { Connection } from 'mysql2'
import type { EngineUser, NodeCredentials, NodeSpec } from '@/agent/engines/driver.ts'
import {
  assertCustomerDatabase,
  assertCustomerUser,
  superuser,
  superuserHost,
} from '@/agent/engines/mysql/names.ts'
import { query, withSession } from '@/agent/engines/mysql/session.ts'

/** What admins may do in every schema of customers, and may hand on. */
const dataPrivileges = [
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'CREATE',
  'DROP',
  'REFERENCES',
  'INDEX',
  'ALTER',
  'CREATE TEMPORARY TABLES',
  'LOCK TABLES',
  'EXECUTE',
  'CREATE VIEW',
  'SHOW VIEW',
  'CREATE ROUTINE',
  'ALTER ROUTINE',
  'EVENT',
  'TRIGGER',
] as const

/**
 * What else admins have. Nothing here reaches files, plugins, global variables, the binary log or
 * accounts with SYSTEM_USER, which all of Holdfast's and MySQL's own accounts are.
 */
const serverPrivileges = [
  'PROCESS',
  'SHOW DATABASES',
  'REPLICATION CLIENT',
  'CREATE USER',
  'CREATE ROLE',
  'DROP ROLE',
  'FLUSH_STATUS',
  'FLUSH_TABLES',
  'FLUSH_USER_RESOURCES',
  'SHOW_ROUTINE',
] as const

const readPrivileges: readonly string[] = ['SELECT', 'EXECUTE', 'SHOW VIEW']

function accountOf(name: string): string {
  return `${escape(name)}@'%'`
}

/**
 * Schemas of the server and what of `dataPrivileges` admins do not have there. The performance and
 * information schemas protect themselves and know no partial revokes.
 */
function withheld(): { schema: string; privileges: readonly string[] }[] {
  const writing = dataPrivileges.filter((privilege) => !readPrivileges.includes(privilege))
  return [
    { schema: 'mysql', privileges: dataPrivileges },
    { schema: 'sys', privileges: writing },
  ]
}

async function makeAdmin(connection: Connection, account: string): Promise<void> {
  const granted = [...dataPrivileges, ...serverPrivileges].join(', ')
  await query(connection, `GRANT ${granted} ON *.* TO ${account} WITH GRANT OPTION`)
  for (const { schema, privileges } of withheld()) {
    const list = privileges.join(', ')
    await query(connection, `REVOKE IF EXISTS ${list} ON ${escapeId(schema)}.* FROM ${account}`)
  }
}

async function makePlain(connection: Connection, account: string): Promise<void> {
  const granted = [...dataPrivileges, ...serverPrivileges].join(', ')
  await query(connection, `REVOKE IF EXISTS ${granted}, GRANT OPTION ON *.* FROM ${account}`)
}

async function dropStrays(connection: Connection): Promise<void> {
  const strays = await query<{ user: string; host: string }>(
    connection,
    `SELECT user, host FROM mysql.user
     WHERE (user = '' OR LOWER(user) LIKE '\\_rdb%') AND NOT (user = ? AND host = ?)`,
    [superuser, superuserHost],
  )
  for (const { user, host } of strays) {
    await query(connection, `DROP USER IF EXISTS ${escape(user)}@${escape(host)}`)
  }
}

/**
 * See `EngineDriver.guard`. Anonymous accounts for a closer host outrank everybody's and so lock
 * everybody out; names like Holdfast's own are for Holdfast.
 */
export async function guard(spec: NodeSpec, credentials: NodeCredentials): Promise<void> {
  await withSession(spec, credentials, dropStrays)
}

/**
 * See `EngineDriver.ensureUser`. The account is locked while its rights change, so nobody can use
 * it between a grant and what is withheld from it; repeating the verb unlocks it again.
 */
export async function ensureUser(
  spec: NodeSpec,
  credentials: NodeCredentials,
  user: EngineUser & { password: string },
): Promise<void> {
  assertCustomerUser(user.name)
  const account = accountOf(user.name)
  const identified = `IDENTIFIED WITH caching_sha2_password BY ${escape(user.password)}`
  await withSession(spec, credentials, async (connection) => {
    await dropStrays(connection)
    await query(connection, `CREATE USER IF NOT EXISTS ${account} ${identified} ACCOUNT LOCK`)
    await query(connection, `ALTER USER ${account} ${identified} ACCOUNT LOCK`)
    if (user.isAdmin) await makeAdmin(connection, account)
    else await makePlain(connection, account)
    await query(connection, `ALTER USER ${account} ACCOUNT UNLOCK`)
  })
}

/** See `EngineDriver.ensureDatabase`. */
export async function ensureDatabase(
  spec: NodeSpec,
  credentials: NodeCredentials,
  name: string,
): Promise<void> {
  assertCustomerDatabase(name)
  await withSession(spec, credentials, (connection) =>
    query(connection, `CREATE DATABASE IF NOT EXISTS ${escapeId(name, true)}`),
  )
}

/** See `EngineDriver.grantAll`. With partial revokes on, names in grants hold no wildcards. */
export async function grantAll(
  spec: NodeSpec,
  credentials: NodeCredentials,
  grant: { user: string; database: string },
): Promise<void> {
  assertCustomerUser(grant.user)
  assertCustomerDatabase(grant.database)
  const database = escapeId(grant.database, true)
  await withSession(spec, credentials, (connection) =>
    query(connection, `GRANT ALL ON ${database}.* TO ${accountOf(grant.user)}`),
  )
}
