import { escapeIdentifier, escapeLiteral } from 'pg'
import type { Client } from 'pg'
import type { EngineUser, NodeCredentials, NodeSpec, WantedUser } from '@/agent/engines/driver.ts'
import { majorOf } from '@/agent/engines/pack-access.ts'
import {
  adminGroup,
  assertCustomerUser,
  assertPossibleUser,
} from '@/agent/engines/postgresql/names.ts'
import { withRetries } from '@/agent/engines/postgresql/retry.ts'
import { scramVerifier } from '@/agent/engines/postgresql/scram.ts'
import { exclusively, withSession } from '@/agent/engines/postgresql/session.ts'
import { EngineRefusal } from '@/agent/engines/refusal.ts'

/** Predefined roles that admins have and may hand on; none opens tables, files or programs. */
const heldRoles = [
  'pg_monitor',
  'pg_read_all_settings',
  'pg_read_all_stats',
  'pg_stat_scan_tables',
  'pg_signal_backend',
  'pg_checkpoint',
]

/**
 * Roles that admins never get, because they reach the server's own catalogues: pg_read_all_data
 * reads the verifiers of passwords, pg_write_all_data renames roles and deletes databases through
 * views of the catalogue, pg_maintain locks out everybody, Holdfast included. From 18 on libpq
 * writes a file that a subscription's connection string names.
 */
export function withheldRoles(major: number): string[] {
  return [
    'pg_read_all_data',
    'pg_write_all_data',
    ...(major >= 17 ? ['pg_maintain'] : []),
    ...(major >= 18 ? ['pg_create_subscription'] : []),
  ]
}

/**
 * What the admin group has and may hand on; may be repeated. Before 16, who may hand on a role could
 * also take it from the group itself.
 */
export function adminGroupStatements(major: number): string[] {
  const held = `GRANT ${heldRoles.join(', ')} TO ${adminGroup}`
  if (major < 16) return [held]
  return [
    `${held} WITH ADMIN OPTION`,
    // Not held, which takes admins a deliberate step.
    ...(major < 18
      ? [`GRANT pg_create_subscription TO ${adminGroup} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE`]
      : []),
  ]
}

/**
 * Attributes of a user. Admins make databases, and from 16 on roles: before, CREATEROLE could hand
 * out every role but a superuser's, pg_execute_server_program included, and so be a superuser.
 */
function attributes(user: EngineUser, major: number): string {
  const createdb = user.isAdmin ? 'CREATEDB' : 'NOCREATEDB'
  const createrole = user.isAdmin && major >= 16 ? 'CREATEROLE' : 'NOCREATEROLE'
  return `LOGIN NOSUPERUSER NOREPLICATION NOBYPASSRLS INHERIT ${createdb} ${createrole}`
}

async function isSuperuser(client: Client, name: string): Promise<boolean | null> {
  const { rows } = await client.query<{ rolsuper: boolean }>(
    'SELECT rolsuper FROM pg_roles WHERE rolname = $1',
    [name],
  )
  return rows[0]?.rolsuper ?? null
}

async function optionsOf(user: WantedUser, major: number): Promise<string> {
  const { password, connectionLimit: limit } = user
  return [
    attributes(user, major),
    ...(password === null ? [] : [`PASSWORD ${escapeLiteral(await scramVerifier(password))}`]),
    ...(limit === undefined ? [] : [`CONNECTION LIMIT ${String(limit ?? -1)}`]),
  ].join(' ')
}

/** See `EngineDriver.ensureUser`. */
export async function ensureUser(
  spec: NodeSpec,
  credentials: NodeCredentials,
  user: WantedUser,
): Promise<void> {
  assertPossibleUser(user.name)
  const role = escapeIdentifier(user.name)
  const options = await optionsOf(user, majorOf(spec.pack))
  await withRetries(user.name, () =>
    withSession(spec, credentials, 'postgres', (client) =>
      exclusively(client, async () => {
        const present = await isSuperuser(client, user.name)
        if (present === true) throw new Error(`The user ${user.name} is a superuser.`)
        if (present === null) {
          assertCustomerUser(user.name)
          if (user.password === null) throw userIsGone(user.name)
        }
        const verb = present === null ? 'CREATE' : 'ALTER'
        await client.query(`${verb} ROLE ${role} WITH ${options}`)
        await client.query(
          user.isAdmin
            ? `GRANT ${adminGroup} TO ${role}`
            : `REVOKE ${adminGroup} FROM ${role} CASCADE`,
        )
      }),
    ),
  )
}

function userIsGone(name: string): EngineRefusal {
  return new EngineRefusal(`There is no user ${name} any more. Create the user again.`)
}
