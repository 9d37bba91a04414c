import { randomBytes } from 'node:crypto'
import { escapeIdentifier } from 'pg'
import type { Client } from 'pg'
import type { NodeCredentials, NodeSpec } from '@/agent/engines/driver.ts'
import { majorOf } from '@/agent/engines/pack-access.ts'
import { adminGroup, futureRoles, superuser } from '@/agent/engines/postgresql/names.ts'
import { codeOf } from '@/agent/engines/postgresql/retry.ts'
import { exclusively, withSession } from '@/agent/engines/postgresql/session.ts'
import { adminGroupStatements, withheldRoles } from '@/agent/engines/postgresql/users.ts'

const ownRoles: readonly string[] = [superuser, adminGroup, ...futureRoles]

/** Objects in use or gone since they were found; the next round meets them again. */
const passing = new Set(['55006', '42704', '3D000'])

/** A name that nobody can have taken before. */
function otherName(name: string): string {
  return escapeIdentifier(`was${name.slice(0, 40)}_${randomBytes(4).toString('hex')}`)
}

/** Who has one of them has it from the admin group, or by it. */
async function takeBack(client: Client, roles: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ role: string }>(
    `SELECT g.rolname AS role FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
     JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = $1 AND g.rolname = ANY ($2::text[])`,
    [adminGroup, roles],
  )
  for (const { role } of rows) {
    await client.query(`REVOKE ${escapeIdentifier(role)} FROM ${adminGroup} CASCADE`)
  }
}

async function renameRoles(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT rolname AS name FROM pg_roles WHERE rolname ~* '^_rdb' AND rolname <> ALL ($1::text[])",
    [ownRoles],
  )
  for (const { name } of rows) {
    await client.query(`ALTER ROLE ${escapeIdentifier(name)} RENAME TO ${otherName(name)}`)
  }
}

async function renameDatabases(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT datname AS name FROM pg_database WHERE datname ~* '^_rdb'",
  )
  for (const { name } of rows) {
    await client.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1',
      [name],
    )
    await client
      .query(`ALTER DATABASE ${escapeIdentifier(name)} RENAME TO ${otherName(name)}`)
      .catch((error: unknown) => {
        if (!passing.has(codeOf(error))) throw error
      })
  }
}

/**
 * See `EngineDriver.guard`. Roles and databases with names like Holdfast's own would stay out of its
 * lists, so they get other names; and the admin group gets back what it has.
 */
export async function guard(spec: NodeSpec, credentials: NodeCredentials): Promise<void> {
  const major = majorOf(spec.pack)
  await withSession(spec, credentials, 'postgres', async (client) => {
    await exclusively(client, async () => {
      for (const statement of adminGroupStatements(major)) await client.query(statement)
      await takeBack(client, withheldRoles(major))
      await renameRoles(client)
    })
    await renameDatabases(client)
  })
}
