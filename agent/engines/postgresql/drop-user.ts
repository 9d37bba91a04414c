import { setTimeout as delay } from 'node:timers/promises'
import { escapeIdentifier } from 'pg'
import type { Client } from 'pg'
import type { NodeCredentials, NodeSpec, OwnedObjects } from '@/agent/engines/driver.ts'
import { customerRole } from '@/agent/engines/postgresql/acl.ts'
import { assertPossibleUser } from '@/agent/engines/postgresql/names.ts'
import { ownedObjectsSql } from '@/agent/engines/postgresql/owned.ts'
import { codeOf, withRetries } from '@/agent/engines/postgresql/retry.ts'
import { exclusively, withSession } from '@/agent/engines/postgresql/session.ts'
import { EngineRefusal, describeOwned } from '@/agent/engines/refusal.ts'

const endPolls = 100
const endPollMs = 20

interface Role {
  oid: string
  connectionLimit: number
}

async function findRole(client: Client, name: string): Promise<Role | null> {
  const { rows } = await client.query<Role>(
    `SELECT r.oid::text, r.rolconnlimit AS "connectionLimit" FROM pg_roles r
     WHERE r.rolname = $1 AND ${customerRole('r')}`,
    [name],
  )
  return rows[0] ?? null
}

async function ownedBy(client: Client, name: string): Promise<OwnedObjects[]> {
  const { rows } = await client.query<OwnedObjects & { user: string }>(
    `SELECT * FROM (${ownedObjectsSql}) o WHERE "user" = $1`,
    [name],
  )
  return rows
}

async function refuseOwner(client: Client, name: string): Promise<void> {
  const owned = await ownedBy(client, name)
  if (owned.length === 0) return
  throw new EngineRefusal(
    `${name} owns ${describeOwned(owned)}. Choose a user who gets them, or drop them first.`,
  )
}

/** Nobody signs in as the user any more, and who is signed in is not when this returns. */
async function shutOut(client: Client, name: string, { oid }: Role): Promise<void> {
  await client.query(`ALTER ROLE ${escapeIdentifier(name)} CONNECTION LIMIT 0`)
  for (let poll = 0; poll < endPolls; poll += 1) {
    const { rowCount } = await client.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usesysid = $1::oid',
      [oid],
    )
    if (rowCount === 0) return
    await delay(endPollMs)
  }
  throw new EngineRefusal(`The connections of ${name} did not end in time. Try again.`)
}

async function databasesOf(client: Client, { oid }: Role): Promise<string[]> {
  const { rows } = await client.query<{ name: string; isReachable: boolean }>(
    `SELECT DISTINCT b.datname AS name, b.datallowconn AS "isReachable"
     FROM pg_shdepend d JOIN pg_database b ON b.oid = d.dbid
     WHERE d.refclassid = 'pg_authid'::regclass AND d.refobjid = $1::oid`,
    [oid],
  )
  const closed = rows.find(({ isReachable }) => !isReachable)
  if (closed) {
    throw new EngineRefusal(
      `The database ${closed.name} takes no connections, and the user has rights in it. Allow connections first: ALTER DATABASE … ALLOW_CONNECTIONS true.`,
    )
  }
  return ['postgres', ...rows.map(({ name }) => name).filter((name) => name !== 'postgres')]
}

/** Hands over what the user owns in the session's database, then takes back every right. */
async function release(client: Client, name: string, reassignTo: string | null): Promise<void> {
  const role = escapeIdentifier(name)
  await exclusively(client, async () => {
    if (reassignTo === null) await refuseOwner(client, name)
    else await client.query(`REASSIGN OWNED BY ${role} TO ${escapeIdentifier(reassignTo)}`)
    // Drops what the user owns as well, so it never runs before the two lines above.
    await client.query(`DROP OWNED BY ${role}`)
  })
}

async function dropRole(client: Client, name: string): Promise<void> {
  try {
    await client.query(`DROP ROLE IF EXISTS ${escapeIdentifier(name)}`)
  } catch (error) {
    if (codeOf(error) !== '2BP01') throw error
    throw new EngineRefusal(
      `Something was made that depends on ${name} while the user was being deleted. Try again.`,
    )
  }
}

/** See `EngineDriver.dropUser`. */
export async function dropUser(
  spec: NodeSpec,
  credentials: NodeCredentials,
  { name, reassignTo }: { name: string; reassignTo: string | null },
): Promise<void> {
  assertPossibleUser(name)
  await withSession(spec, credentials, 'postgres', async (client) => {
    const role = await findRole(client, name)
    if (role === null) return
    if (reassignTo === null) await refuseOwner(client, name)
    else if (reassignTo === name || (await findRole(client, reassignTo)) === null) {
      throw new EngineRefusal(`There is no other user ${reassignTo} who could get the objects.`)
    }
    const databases = await databasesOf(client, role)
    await shutOut(client, name, role)
    try {
      for (const database of databases) {
        await withRetries(database, () =>
          withSession(spec, credentials, database, (inside) => release(inside, name, reassignTo)),
        )
      }
      await dropRole(client, name)
    } catch (error) {
      const limit = role.connectionLimit === 0 ? -1 : role.connectionLimit
      await client.query(`ALTER ROLE ${escapeIdentifier(name)} CONNECTION LIMIT ${String(limit)}`)
      throw error
    }
  })
}
