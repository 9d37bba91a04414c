import { escape } from 'mysql2'
import type { Connection } from 'mysql2'
import { query } from '@/agent/engines/mysql/session.ts'

/** An account of MySQL; those that Holdfast makes are for every host. */
export interface Account {
  user: string
  host: string
}

/** Accounts of customers in mysql.user under the alias `u`: neither Holdfast's nor MySQL's own. */
export const customerAccount = `LOWER(u.user) NOT LIKE '\\\\_rdb%' AND u.user <> ''
  AND LOWER(u.user) NOT LIKE 'mysql.%'`

/** Locked, expired and without any password: what CREATE ROLE makes. */
export const isRole = `u.account_locked = 'Y' AND u.password_expired = 'Y' AND u.authentication_string = ''`

/** The account as SQL. */
export function accountSql({ user, host }: Account): string {
  return `${escape(user)}@${escape(host)}`
}

/** What a user is called: by its name, with the host when it is not for every host. */
export function nameOf({ user, host }: Account): string {
  return host === '%' ? user : `${user}@${host}`
}

/** Every account of customers; roles left out. */
export async function listAccounts(connection: Connection): Promise<Account[]> {
  return query<Account>(
    connection,
    `SELECT u.user AS user, u.host AS host FROM mysql.user u
     WHERE ${customerAccount} AND NOT (${isRole})`,
  )
}

/** The account of a user; null when there is none. The one for every host comes first. */
export async function findAccount(connection: Connection, name: string): Promise<Account | null> {
  const named = (await listAccounts(connection)).filter((account) => nameOf(account) === name)
  return named.find(({ host }) => host === '%') ?? named[0] ?? null
}
