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
 * Roles that open every table, make the server connect elsewhere or lock others' tables. Admins may
 * hand them on, also to themselves, and so read everything but for superusers' files and programs:
 * pg_read_all_data includes the SCRAM verifiers in pg_authid. The superuser's is out of reach of
 * guessing, because `prepare` insists on a long random password.
 */
function handedOnRoles(major: number): string[] {
  return [
    'pg_read_all_data',
    'pg_write_all_data',
    'pg_create_subscription',
    ...(major >= 17 ? ['pg_maintain'] : []),
  ]
}

/**
 * What the admin group may hand on. Some of it without being held, which takes admins a deliberate
 * step and exists from 16 on; before, nobody gets it.
 */
export function adminGroupStatements(major: number): string[] {
  const held = `GRANT ${heldRoles.join(', ')} TO ${adminGroup} WITH ADMIN OPTION`
  const handedOn = `GRANT ${handedOnRoles(major).join(', ')} TO ${adminGroup} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE`
  return major >= 16 ? [held, handedOn] : [held]
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
