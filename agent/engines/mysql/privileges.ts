import { escapeId } from 'mysql2'
import type { Connection } from 'mysql2'
import type { NodeCredentials, NodeSpec, PrivilegeChange } from '@/agent/engines/driver.ts'
import { accountSql, findAccount, type Account } from '@/agent/engines/mysql/accounts.ts'
import { everyRight, rightsOf } from '@/agent/engines/mysql/levels.ts'
import { assertCustomerDatabase } from '@/agent/engines/mysql/names.ts'
import { query, withSession } from '@/agent/engines/mysql/session.ts'
import { EngineRefusal } from '@/agent/engines/refusal.ts'

/** Takes back what an account was granted on single tables, columns and routines of the database. */
export async function revokeSingleGrants(
  connection: Connection,
  account: Account,
  database: string,
): Promise<void> {
  const values = [account.user, account.host, database]
  const tables = await query<{ name: string }>(
    connection,
    `SELECT Table_name AS name FROM mysql.tables_priv WHERE User = ? AND Host = ? AND Db = ?
     UNION SELECT Table_name FROM mysql.columns_priv WHERE User = ? AND Host = ? AND Db = ?`,
    [...values, ...values],
  )
  const routines = await query<{ name: string; kind: string }>(
    connection,
    `SELECT Routine_name AS name, Routine_type AS kind FROM mysql.procs_priv
     WHERE User = ? AND Host = ? AND Db = ?`,
    values,
  )
  const user = accountSql(account)
  const schema = escapeId(database, true)
  const targets = [
    ...tables.map(({ name }) => `TABLE ${schema}.${escapeId(name, true)}`),
    ...routines.map(({ name, kind }) => `${kind} ${schema}.${escapeId(name, true)}`),
  ]
  for (const target of targets) {
    await query(connection, `REVOKE IF EXISTS ALL ON ${target} FROM ${user}`)
    await query(connection, `REVOKE IF EXISTS GRANT OPTION ON ${target} FROM ${user}`)
  }
}

/** True for an account with rights on all schemas, as admins have them. */
export async function isGeneral(connection: Connection, { user, host }: Account): Promise<boolean> {
  const rows = await query(
    connection,
    "SELECT 1 FROM mysql.user WHERE User = ? AND Host = ? AND 'Y' IN (Select_priv, Grant_priv)",
    [user, host],
  )
  return rows.length > 0
}

/** Ends the user's connections that are in the database. */
async function endSessions(
  connection: Connection,
  { user }: Account,
  database: string,
): Promise<void> {
  const sessions = await query<{ id: number }>(
    connection,
    'SELECT id FROM information_schema.processlist WHERE user = ? AND db = ?',
    [user, database],
  )
  for (const { id } of sessions) await kill(connection, id)
}

/** Ends a connection; one that has ended by itself is fine. */
export async function kill(connection: Connection, id: number): Promise<void> {
  await query(connection, `KILL CONNECTION ${String(Number(id))}`).catch((error: unknown) => {
    const isGone = error instanceof Error && 'errno' in error && error.errno === 1094
    if (!isGone) throw error
  })
}

/**
 * See `EngineDriver.setPrivilege`. With partial revokes on, names in grants hold no wildcards, and
 * what an admin has on all schemas is taken from them in this one.
 */
export async function setPrivilege(
  spec: NodeSpec,
  credentials: NodeCredentials,
  change: PrivilegeChange,
): Promise<void> {
  assertCustomerDatabase(change.database)
  const wanted = rightsOf[change.permission]
  const surplus = everyRight.filter((right) => !wanted.includes(right))
  const database = escapeId(change.database, true)
  await withSession(spec, credentials, async (connection) => {
    const account = await findAccount(connection, change.user)
    if (account === null) throw new EngineRefusal(`There is no user ${change.user} any more.`)
    const user = accountSql(account)
    if (wanted.length > 0) {
      await query(connection, `GRANT ${wanted.join(', ')} ON ${database}.* TO ${user}`)
    }
    const isAdmin = await isGeneral(connection, account)
    if (surplus.length > 0) {
      const revoke = `REVOKE IF EXISTS ${surplus.join(', ')} ON ${database}.* FROM ${user}`
      await query(connection, revoke)
      // The first takes what was granted on this schema, the second what is granted on all.
      if (isAdmin) await query(connection, revoke)
    }
    if (!isAdmin) {
      await query(connection, `REVOKE IF EXISTS GRANT OPTION ON ${database}.* FROM ${user}`)
    }
    await revokeSingleGrants(connection, account, change.database)
    if (change.permission === 'none') await endSessions(connection, account, change.database)
  })
}
