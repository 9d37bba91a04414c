import { escapeIdentifier } from 'pg'
import type { Client } from 'pg'
import type { NodeCredentials, NodeSpec } from '@/agent/engines/driver.ts'
import { assertCustomerDatabase, assertCustomerUser } from '@/agent/engines/postgresql/names.ts'
import { exclusively, withSession } from '@/agent/engines/postgresql/session.ts'

async function customerSchemas(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT nspname AS name FROM pg_namespace
     WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'`,
  )
  return rows.map(({ name }) => escapeIdentifier(name))
}

/** Routines of extensions keep their own rights: some of them are kept from users on purpose. */
async function ownRoutines(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ routine: string }>(
    `SELECT p.oid::regprocedure::text AS routine
     FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass
                       AND d.objid = p.oid AND d.deptype = 'e')`,
  )
  return rows.map(({ routine }) => routine)
}

/** The statements that give `role` everything in the database that the session is in. */
function grantStatements(input: {
  role: string
  database: string
  schemas: readonly string[]
  routines: readonly string[]
}): string[] {
  const { role, database, schemas, routines } = input
  return [
    `GRANT CONNECT, CREATE, TEMPORARY ON DATABASE ${database} TO ${role}`,
    ...schemas.flatMap((schema) => [
      `GRANT USAGE, CREATE ON SCHEMA ${schema} TO ${role}`,
      `GRANT ALL ON ALL TABLES IN SCHEMA ${schema} TO ${role}`,
      `GRANT ALL ON ALL SEQUENCES IN SCHEMA ${schema} TO ${role}`,
    ]),
    ...(routines.length > 0 ? [`GRANT EXECUTE ON ROUTINE ${routines.join(', ')} TO ${role}`] : []),
  ]
}

/**
 * See `EngineDriver.grantAll`. Objects that others make later need it again: rights on all that the
 * superuser will make would include every function of an extension it installs, among them those
 * that open files and other servers.
 */
export async function grantAll(
  spec: NodeSpec,
  credentials: NodeCredentials,
  grant: { user: string; database: string },
): Promise<void> {
  assertCustomerUser(grant.user)
  assertCustomerDatabase(grant.database)
  await withSession(spec, credentials, grant.database, (client) =>
    exclusively(client, async () => {
      const statements = grantStatements({
        role: escapeIdentifier(grant.user),
        database: escapeIdentifier(grant.database),
        schemas: await customerSchemas(client),
        routines: await ownRoutines(client),
      })
      await client.query(statements.join(';\n'))
    }),
  )
}
