import { escapeId } from 'mysql2'
import type { Connection } from 'mysql2'
import type { FoundPrivilege, SettablePermission } from '@/agent/engines/driver.ts'
import { listAccounts, nameOf, type Account } from '@/agent/engines/mysql/accounts.ts'
import {
  everyRight,
  rightsOf,
  schemaRights,
  type SchemaRight,
} from '@/agent/engines/mysql/levels.ts'
import { query } from '@/agent/engines/mysql/session.ts'
import { listed } from '@/agent/engines/refusal.ts'

interface RightsRow extends Account {
  rights: SchemaRight[]
  mayGrant: boolean
}

type FlagRow = Account & Record<string, string>

async function readFlags(
  connection: Connection,
  from: string,
  values: readonly string[],
): Promise<RightsRow[]> {
  const columns = [...Object.values(schemaRights), 'Grant_priv'].map((name) => escapeId(name))
  const rows = await query<FlagRow>(
    connection,
    `SELECT User AS user, Host AS host, ${columns.join(', ')} FROM ${from}`,
    values,
  )
  return rows.map((row) => ({
    user: row.user,
    host: row.host,
    rights: everyRight.filter((right) => row[schemaRights[right]] === 'Y'),
    mayGrant: row.Grant_priv === 'Y',
  }))
}

interface Restriction {
  Database: string
  Privileges: string[]
}

/** What partial revokes take from those who have rights on all schemas. */
async function readRestrictions(connection: Connection) {
  const rows = await query<Account & { restrictions: string | Restriction[] | null }>(
    connection,
    `SELECT user, host, User_attributes->'$.Restrictions' AS restrictions FROM mysql.user`,
  )
  return rows.map(({ restrictions, ...account }) => ({
    ...account,
    restrictions:
      typeof restrictions === 'string'
        ? (JSON.parse(restrictions) as Restriction[])
        : (restrictions ?? []),
  }))
}

interface SingleGrant extends Account {
  name: string
  rights: string
}

/** Grants on single tables, columns and routines; rights as comma-separated words. */
function readSingleGrants(connection: Connection, database: string): Promise<SingleGrant[]> {
  return query<SingleGrant>(
    connection,
    `SELECT User AS user, Host AS host, Table_name AS name, Table_priv AS rights
     FROM mysql.tables_priv WHERE Db = ? AND Table_priv <> ''
     UNION ALL
     SELECT User, Host, concat(Table_name, '.', Column_name), Column_priv
     FROM mysql.columns_priv WHERE Db = ?
     UNION ALL
     SELECT User, Host, Routine_name, Proc_priv FROM mysql.procs_priv WHERE Db = ? AND Proc_priv <> ''`,
    [database, database, database],
  )
}

interface Edge {
  fromUser: string
  fromHost: string
  toUser: string
  toHost: string
}

/** The account itself and every role that it can take, directly or through others. */
function withRoles(account: Account, edges: readonly Edge[]): Account[] {
  const found: Account[] = [account]
  for (const { user, host } of found) {
    for (const edge of edges) {
      if (edge.toUser !== user || edge.toHost !== host) continue
      const role = { user: edge.fromUser, host: edge.fromHost }
      if (!found.some((known) => isSame(known, role))) found.push(role)
    }
  }
  return found
}

function isSame(one: Account, other: Account): boolean {
  return one.user === other.user && one.host === other.host
}

function lacksAndHas(held: readonly SchemaRight[], permission: SettablePermission): string[] {
  const wanted = rightsOf[permission]
  const lacks = wanted.filter((right) => !held.includes(right))
  const extras = held.filter((right) => !wanted.includes(right))
  return [
    ...(lacks.length > 0 ? [`Lacks ${listed(lacks)} on the database.`] : []),
    ...(extras.length > 0 ? [`Has ${listed(extras)} on the database.`] : []),
  ]
}

/** What every user may do in the database, from the grant tables, roles and partial revokes. */
export async function readPrivileges(
  connection: Connection,
  database: string,
  kept: ReadonlyMap<string, SettablePermission>,
): Promise<FoundPrivilege[]> {
  const accounts = await listAccounts(connection)
  const onDatabase = await readFlags(connection, 'mysql.db WHERE Db = ?', [database])
  const everywhere = await readFlags(connection, 'mysql.user', [])
  const restrictions = await readRestrictions(connection)
  const singles = await readSingleGrants(connection, database)
  const edges = await query<Edge>(
    connection,
    `SELECT FROM_USER AS fromUser, FROM_HOST AS fromHost, TO_USER AS toUser, TO_HOST AS toHost
     FROM mysql.role_edges`,
  )

  const heldBy = (account: Account): SchemaRight[] => {
    const taken = restrictions
      .find((row) => isSame(row, account))
      ?.restrictions.find((row) => row.Database === database)?.Privileges
    const general = everywhere.find((row) => isSame(row, account))?.rights ?? []
    const own = onDatabase.find((row) => isSame(row, account))?.rights ?? []
    return [...general.filter((right) => taken?.includes(right) !== true), ...own]
  }

  return accounts.map((account) => {
    const user = nameOf(account)
    const taken = withRoles(account, edges)
    const held = [...new Set(taken.flatMap(heldBy))]
    const extras = singles
      .filter((grant) => taken.some((role) => isSame(role, grant)))
      .flatMap(({ name, rights }) => {
        const more = rights
          .toUpperCase()
          .split(',')
          .filter((right) => !held.some((known) => known === right))
        return more.length > 0 ? [`Has ${listed(more)} on ${name}.`] : []
      })
    const isAdmin = everywhere.some((row) => row.mayGrant && isSame(row, account))
    if (!isAdmin && onDatabase.some((row) => row.mayGrant && isSame(row, account))) {
      extras.push('May hand its rights on the database on.')
    }
    const permission = kept.get(user)
    const levels = ['all', 'readwrite', 'readonly', 'none'] as const
    const fitting = levels.find((level) => lacksAndHas(held, level).length === 0)
    if (fitting !== undefined && extras.length === 0) {
      return { user, permission: fitting, differences: [] }
    }
    const differences = [...lacksAndHas(held, permission ?? 'none'), ...extras]
    return { user, permission: 'custom', differences }
  })
}
