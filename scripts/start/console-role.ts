import pg from 'pg'
import { CannotStart } from './start-error.ts'

/** The role that the console connects as to the embedded control database. */
export const consoleRoleName = 'holdfast_console'

/** What only the agent and the migrations write. */
const readOnlyTables = ['certificate_authority', 'machine', 'operation_step', 'pack']
const hiddenTables = ['_prisma_migrations']

/**
 * Makes the role of the console in the embedded control database, or gives it this password again.
 * It owns nothing and can make nothing; `grantConsoleRole` gives it what it needs.
 */
export async function ensureConsoleRole(
  url: string,
  roleName: string,
  password: string,
): Promise<void> {
  await withClient(url, async (client) => {
    const role = pg.escapeIdentifier(roleName)
    const found = await client.query('select 1 from pg_roles where rolname = $1', [roleName])
    if (found.rowCount === 0) await client.query(`create role ${role}`)
    await client.query(
      `alter role ${role} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls ` +
        `password ${pg.escapeLiteral(password)}`,
    )
    const database = pg.escapeIdentifier(await currentDatabase(client))
    await client.query(`revoke temporary on database ${database} from public`)
  })
}

/**
 * Gives the console's role exactly the rights that the console needs on the migrated tables, in one
 * transaction: of the audit log, reading and appending, with the time left to the database.
 */
export async function grantConsoleRole(url: string, roleName: string): Promise<void> {
  await withClient(url, async (client) => {
    const role = pg.escapeIdentifier(roleName)
    const list = (names: readonly string[]) => names.map((name) => pg.escapeIdentifier(name)).join()
    const appended = await client.query<{ name: string }>(
      "select attname as name from pg_attribute where attrelid = 'audit_entry'::regclass " +
        "and attnum > 0 and not attisdropped and attname <> 'at'",
    )
    await client.query('begin')
    await client.query(`revoke all on all tables in schema public from ${role}`)
    await client.query(`grant usage on schema public to ${role}`)
    await client.query(
      `grant select, insert, update, delete on all tables in schema public to ${role}`,
    )
    await client.query(`revoke insert, update, delete on ${list(readOnlyTables)} from ${role}`)
    await client.query(`revoke all on ${list(hiddenTables)} from ${role}`)
    await client.query(`revoke all on audit_entry from ${role}`)
    await client.query(
      `grant select, insert (${list(appended.rows.map(({ name }) => name))}) on audit_entry to ${role}`,
    )
    await client.query('commit')
  })
}

/** The role's rights over the audit log that it must not have, by words for people. */
const excesses = `
  select current_user as name, reason
  from (values
    ((select rolsuper from pg_roles where rolname = current_user), 'is a superuser'),
    ((select rolcreaterole from pg_roles where rolname = current_user), 'may create roles'),
    (pg_has_role(current_user, (select relowner from pg_class where oid = 'audit_entry'::regclass), 'member'),
      'owns the audit log'),
    (has_schema_privilege('public', 'create'), 'may create tables in the schema public'),
    (has_table_privilege('audit_entry', 'update') or has_any_column_privilege('audit_entry', 'update'),
      'may update the audit log'),
    (has_table_privilege('audit_entry', 'delete'), 'may delete from the audit log'),
    (has_table_privilege('audit_entry', 'truncate'), 'may truncate the audit log'),
    (has_table_privilege('audit_entry', 'trigger'), 'may put triggers on the audit log')
  ) as checks (applies, reason)
  where applies`

/**
 * Throws `CannotStart` when whoever connects with this address could change the audit log, or could
 * give themselves the right to.
 */
export async function requireRestrictedRole(url: string): Promise<void> {
  const found = await withClient(url, (client) =>
    client.query<{ name: string; reason: string }>(excesses),
  ).catch((cause: unknown) => {
    const words = cause instanceof Error ? cause.message : String(cause)
    throw new CannotStart(`HOLDFAST_CONSOLE_DATABASE_URL can't be used: ${words}.`, { cause })
  })
  const [first] = found.rows
  if (first === undefined) return
  const reasons = found.rows.map(({ reason }) => reason).join(', ')
  throw new CannotStart(
    `The role ${first.name} of HOLDFAST_CONSOLE_DATABASE_URL ${reasons}. ` +
      'Use a role of its own without these rights, so that the console cannot change the audit log.',
  )
}

/** The name of the role in an address; throws `CannotStart` when it has none. */
export function roleNameOf(url: string): string {
  const name = decodeURIComponent(new URL(url).username)
  if (name !== '') return name
  throw new CannotStart('HOLDFAST_CONSOLE_DATABASE_URL has no user name.')
}

async function currentDatabase(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>('select current_database() as name')
  return rows[0]?.name ?? ''
}

async function withClient<T>(url: string, body: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await body(client)
  } finally {
    await client.end()
  }
}
