import { escapeIdentifier } from 'pg'
import type { NodeCredentials, NodeSpec } from '@/agent/engines/driver.ts'
import { assertCustomerDatabase, superuser } from '@/agent/engines/postgresql/names.ts'
import { codeOf, withRetries } from '@/agent/engines/postgresql/retry.ts'
import { withSession } from '@/agent/engines/postgresql/session.ts'
import { EngineRefusal } from '@/agent/engines/refusal.ts'

/** See `EngineDriver.ensureDatabase`. Owned by Holdfast; nobody may connect until granted. */
export async function ensureDatabase(
  spec: NodeSpec,
  credentials: NodeCredentials,
  name: string,
): Promise<void> {
  assertCustomerDatabase(name)
  const database = escapeIdentifier(name)
  await withRetries(name, () =>
    withSession(spec, credentials, 'postgres', async (client) => {
      const { rows } = await client.query<{ owner: string }>(
        `SELECT r.rolname AS owner FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba
         WHERE d.datname = $1`,
        [name],
      )
      if (rows.length === 0) {
        await client.query(`CREATE DATABASE ${database} OWNER ${superuser} TEMPLATE template1`)
      }
      // Who may connect to a database that a customer's user owns is that user's business.
      if (rows[0] === undefined || rows[0].owner === superuser) {
        await client.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`)
      }
    }),
  )
}

/** See `EngineDriver.dropDatabase`. */
export async function dropDatabase(
  spec: NodeSpec,
  credentials: NodeCredentials,
  name: string,
): Promise<void> {
  assertCustomerDatabase(name)
  const database = escapeIdentifier(name)
  await withSession(spec, credentials, 'postgres', async (client) => {
    const { rows } = await client.query<{ isTemplate: boolean }>(
      'SELECT datistemplate AS "isTemplate" FROM pg_database WHERE datname = $1',
      [name],
    )
    if (rows[0]?.isTemplate) await client.query(`ALTER DATABASE ${database} IS_TEMPLATE false`)
    try {
      await client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
    } catch (error) {
      if (codeOf(error) !== '55006' && codeOf(error) !== '55000') throw error
      throw new EngineRefusal(
        `${name} is still in use: by a subscription, a logical replication slot or a prepared transaction. Remove these first, then try again.`,
      )
    }
  })
}
