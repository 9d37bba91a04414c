import { escape, escapeId } from 'mysql2'
import type { Connection } from 'mysql2'
import type { NodeCredentials, NodeSpec, WantedUser } from '@/agent/engines/driver.ts'
import { accountSql, findAccount } from '@/agent/engines/mysql/accounts.ts'
import { readDefined } from '@/agent/engines/mysql/inventory.ts'
import { everyRight } from '@/agent/engines/mysql/levels.ts'
import {
  assertCustomerUser,
  assertPossibleUser,
  superuser,
  superuserHost,
} from '@/agent/engines/mysql/names.ts'
import { kill } from '@/agent/engines/mysql/privileges.ts'
import { query, withSession } from '@/agent/engines/mysql/session.ts'
import { EngineRefusal, describeOwned } from '@/agent/engines/refusal.ts'

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

/** All that exists in the performance schema; with these, monitoring could be switched off. */
const meddling = ['INSERT', 'UPDATE', 'DELETE', 'DROP', 'LOCK TABLES']

/**
 * Schemas of the server and what of `everyRight` admins do not have there. The information schema
 * protects itself.
 */
function withheld(): { schema: string; privileges: readonly string[] }[] {
  const writing = everyRight.filter((privilege) => !readPrivileges.includes(privilege))
  return [
    { schema: 'mysql', privileges: everyRight },
    { schema: 'sys', privileges: writing },
    { schema: 'performance_schema', privileges: meddling },
  ]
}

async function makeAdmin(connection: Connection, account: string): Promise<void> {
  const granted = [...everyRight, ...serverPrivileges].join(', ')
  await query(connection, `GRANT ${granted} ON *.* TO ${account} WITH GRANT OPTION`)
  for (const { schema, privileges } of withheld()) {
    const list = privileges.join(', ')
    await query(connection, `REVOKE IF EXISTS ${list} ON ${escapeId(schema)}.* FROM ${account}`)
  }
}

async function makePlain(connection: Connection, account: string): Promise<void> {
  const granted = [...everyRight, ...serverPrivileges].join(', ')
  await query(connection, `REVOKE IF EXISTS ${granted}, GRANT OPTION ON *.* FROM ${account}`)
}

async function dropStrays(connection: Connection): Promise<void> {
  const strays = await query<{ user: string; host: string }>(
    connection,
    `SELECT user, host FROM mysql.user
     WHERE (user = '' OR LOWER(user) LIKE '\\_rdb%' OR LOWER(user) LIKE 'mysql.%')
       AND NOT (user = ? AND host = ?)
       AND NOT (user IN ('mysql.session', 'mysql.sys', 'mysql.infoschema') AND host = 'localhost')`,
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
  user: WantedUser,
): Promise<void> {
  assertPossibleUser(user.name)
  const { password, connectionLimit: limit } = user
  const identified =
    password === null ? '' : `IDENTIFIED WITH caching_sha2_password BY ${escape(password)}`
  const limited = limit === undefined ? '' : `WITH MAX_USER_CONNECTIONS ${String(limit ?? 0)}`
  await withSession(spec, credentials, async (connection) => {
    await dropStrays(connection)
    const found = await findAccount(connection, user.name)
    const account = accountSql(found ?? { user: user.name, host: '%' })
    if (found === null) {
      assertCustomerUser(user.name)
      if (password === null) {
        throw new EngineRefusal(`There is no user ${user.name} any more. Create the user again.`)
      }
      await query(connection, `CREATE USER ${account} ${identified} ACCOUNT LOCK`)
    }
    await query(connection, `ALTER USER ${account} ${identified} ${limited} ACCOUNT LOCK`)
    if (user.isAdmin) await makeAdmin(connection, account)
    else await makePlain(connection, account)
    await query(connection, `ALTER USER ${account} ACCOUNT UNLOCK`)
  })
}

/**
 * See `EngineDriver.dropUser`. In MySQL nobody owns objects; what is defined by the user would stop
 * to work, so a user who has defined anything stays. Definers cannot be changed in place.
 */
export async function dropUser(
  spec: NodeSpec,
  credentials: NodeCredentials,
  { name }: { name: string; reassignTo: string | null },
): Promise<void> {
  assertPossibleUser(name)
  await withSession(spec, credentials, async (connection) => {
    const account = await findAccount(connection, name)
    if (account === null) return
    const definer = `${account.user}@${account.host}`
    const defined = (await readDefined(connection)).filter((row) => row.account === definer)
    if (defined.length > 0) {
      throw new EngineRefusal(
        `${name} is the definer of ${describeOwned(defined)}, which would stop to work. Make them again with another DEFINER, or drop them first.`,
      )
    }
    await query(connection, `ALTER USER ${accountSql(account)} ACCOUNT LOCK`)
    const sessions = await query<{ id: number }>(
      connection,
      'SELECT id FROM information_schema.processlist WHERE user = ?',
      [account.user],
    )
    for (const { id } of sessions) await kill(connection, id)
    await query(connection, `DROP USER IF EXISTS ${accountSql(account)}`)
  })
}
