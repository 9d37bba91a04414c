import { escapeId } from 'mysql2'
import type { Connection } from 'mysql2'
import type { NodeCredentials, NodeSpec } from '@/agent/engines/driver.ts'
import { accountSql, type Account } from '@/agent/engines/mysql/accounts.ts'
import { everyRight } from '@/agent/engines/mysql/levels.ts'
import { assertCustomerDatabase } from '@/agent/engines/mysql/names.ts'
import { isGeneral, kill, revokeSingleGrants } from '@/agent/engines/mysql/privileges.ts'
import { query, withSession } from '@/agent/engines/mysql/session.ts'
import { EngineRefusal } from '@/agent/engines/refusal.ts'

const lockTimeoutErrors = [1205, 3572]

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

/** Takes back every right on a database that is gone, and what was withheld from admins there. */
async function forgetRights(connection: Connection, name: string): Promise<void> {
  const database = escapeId(name, true)
  const rights = everyRight.join(', ')
  const restricted = await query<Account>(
    connection,
    `SELECT u.user AS user, u.host AS host FROM mysql.user u
     WHERE JSON_CONTAINS(u.User_attributes->'$.Restrictions[*].Database', JSON_QUOTE(?))`,
    [name],
  )
  for (const account of restricted) {
    await query(connection, `GRANT ${rights} ON ${database}.* TO ${accountSql(account)}`)
  }
  const holders = await query<Account>(
    connection,
    `SELECT User AS user, Host AS host FROM mysql.db WHERE Db = ?
     UNION SELECT User, Host FROM mysql.tables_priv WHERE Db = ?
     UNION SELECT User, Host FROM mysql.columns_priv WHERE Db = ?
     UNION SELECT User, Host FROM mysql.procs_priv WHERE Db = ?`,
    [name, name, name, name],
  )
  for (const account of holders) {
    await revokeSingleGrants(connection, account, name)
    // Revoking here what they have everywhere would withhold it from them in this schema.
    if (await isGeneral(connection, account)) continue
    await query(
      connection,
      `REVOKE IF EXISTS ${rights}, GRANT OPTION ON ${database}.* FROM ${accountSql(account)}`,
    )
  }
}

/** See `EngineDriver.dropDatabase`. Rights on it go too: a later database of the name is closed. */
export async function dropDatabase(
  spec: NodeSpec,
  credentials: NodeCredentials,
  name: string,
): Promise<void> {
  assertCustomerDatabase(name)
  const database = escapeId(name, true)
  await withSession(spec, credentials, async (connection) => {
    const sessions = await query<{ id: number }>(
      connection,
      `SELECT id FROM information_schema.processlist
       WHERE db = ? AND id <> connection_id() AND user NOT IN ('event_scheduler', 'system user')`,
      [name],
    )
    for (const { id } of sessions) await kill(connection, id)
    try {
      await query(connection, `DROP DATABASE IF EXISTS ${database}`)
    } catch (error) {
      const code = error instanceof Error && 'errno' in error ? Number(error.errno) : 0
      if (!lockTimeoutErrors.includes(code)) throw error
      throw new EngineRefusal(
        `A transaction of another database still uses tables of ${name}. End it, then try again.`,
      )
    }
    await forgetRights(connection, name)
  })
}
