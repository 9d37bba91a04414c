import type { FoundDatabase, FoundPrivilege, FoundUser } from '@/agent/engines/driver.ts'
import type { Inside } from '@/agent/reconcilers/inside.ts'
import { now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'
import type { LogicalDatabase, Privilege } from '@/lib/generated/prisma/client.ts'
import { logger } from '@/lib/log/log.ts'
import { settablePermissions } from '@/lib/privileges/schema.ts'

/** Rows that nothing waits for: only these are brought in line with what was found. */
const settled = { in: ['ready', 'failed'] }

/** Reads databases, users and privileges from the engine and brings the rows in line with them. */
export async function recordInventory(
  inside: Inside,
  options: { withSizes: boolean },
): Promise<void> {
  const { instanceId, driver, spec, credentials } = inside
  const databases = await driver.findDatabases(spec, credentials, options)
  await recordDatabases(instanceId, databases)
  await recordUsers(instanceId, await driver.findUsers(spec, credentials))
  const rows = await db().privilege.findMany({ where: { instanceId } })
  for (const { name, isReachable } of databases) {
    if (!isReachable) continue
    const mine = rows.filter((row) => row.databaseName === name)
    try {
      const found = await driver.findPrivileges(spec, credentials, name, keptOf(mine))
      await recordPrivileges(instanceId, name, mine, found)
    } catch (error) {
      // One database that somebody drops or locks meanwhile does not hide the others.
      logger('inventory').warn({ err: error, instanceId }, 'privileges were not read')
    }
  }
  await dropOrphans(instanceId)
  await db().$executeRaw`
    UPDATE "instance" SET "inventory_read_at" = ${now()}::timestamptz, "inventory_failure" = NULL
    WHERE "id" = ${instanceId}::uuid`
}

/** Says on the page that the last read failed; what was read before stays. */
export async function recordFailure(instanceId: string): Promise<void> {
  const failure = 'The engine could not be asked. What is shown is what it last had.'
  await db().$executeRaw`
    UPDATE "instance" SET "inventory_failure" = ${failure} WHERE "id" = ${instanceId}::uuid`
}

function keptOf(rows: readonly Privilege[]) {
  return rows.flatMap(({ userName: user, permission, status }) => {
    const kept = settablePermissions.find((known) => known === permission)
    return kept === undefined || status === 'applying' ? [] : [{ user, permission: kept }]
  })
}

async function recordDatabases(instanceId: string, found: readonly FoundDatabase[]): Promise<void> {
  const rows = await db().logicalDatabase.findMany({ where: { instanceId } })
  const known = new Map(rows.map((row) => [row.name, row]))
  for (const database of found) {
    const { name, owner } = database
    const row = known.get(name)
    const sizeBytes = sizeOf(database, row)
    if (!row) {
      const status = 'ready'
      await db().logicalDatabase.createMany({
        data: { instanceId, name, owner, sizeBytes, status, isManaged: false },
        skipDuplicates: true,
      })
    } else if (row.owner !== owner || row.sizeBytes !== sizeBytes) {
      await db().logicalDatabase.updateMany({
        where: { instanceId, name },
        data: { owner, sizeBytes },
      })
    }
  }
  const names = found.map(({ name }) => name)
  await db().logicalDatabase.deleteMany({
    where: { instanceId, status: settled, sizeBytes: { not: null }, name: { notIn: names } },
  })
}

function sizeOf(found: FoundDatabase, row: LogicalDatabase | undefined): bigint {
  return found.sizeBytes === null ? (row?.sizeBytes ?? 0n) : BigInt(found.sizeBytes)
}

async function recordUsers(instanceId: string, found: readonly FoundUser[]): Promise<void> {
  const rows = await db().databaseUser.findMany({ where: { instanceId } })
  const known = new Map(rows.map((row) => [row.name, row]))
  const at = now()
  for (const { name, isAdmin, connectionLimit, isConnected, ownedObjects } of found) {
    const row = known.get(name)
    const seen = isConnected ? { lastConnectedAt: at } : {}
    const owned = ownedObjects.map(({ database, kind, count }) => ({ database, kind, count }))
    if (!row) {
      const facts = { isAdmin, connectionLimit, ownedObjects: owned, status: 'ready', ...seen }
      await db().databaseUser.createMany({
        data: { instanceId, name, isManaged: false, ...facts },
        skipDuplicates: true,
      })
      continue
    }
    const isSame =
      row.isAdmin === isAdmin &&
      row.connectionLimit === connectionLimit &&
      JSON.stringify(row.ownedObjects) === JSON.stringify(owned)
    if (isSame && !isConnected) continue
    await db().databaseUser.updateMany({
      where: { instanceId, name, status: settled },
      data: { isAdmin, connectionLimit, ownedObjects: owned, ...seen },
    })
  }
  const names = found.map(({ name }) => name)
  const isGone = { instanceId, status: settled, name: { notIn: names } }
  await db().databaseUser.deleteMany({
    where: { ...isGone, OR: [{ observedGeneration: { gt: 0 } }, { isManaged: false }] },
  })
}

async function recordPrivileges(
  instanceId: string,
  databaseName: string,
  rows: readonly Privilege[],
  found: readonly FoundPrivilege[],
): Promise<void> {
  const known = new Map(rows.map((row) => [row.userName, row]))
  for (const { user: userName, permission, differences } of found) {
    const row = known.get(userName)
    const observed = { observedPermission: permission, differences: [...differences] }
    if (!row) {
      if (permission === 'none') continue
      await db().privilege.createMany({
        data: { instanceId, databaseName, userName, status: 'ready', ...observed },
        skipDuplicates: true,
      })
    } else if (
      row.observedPermission !== permission ||
      row.differences.join('\n') !== differences.join('\n')
    ) {
      const { generation } = row
      await db().privilege.updateMany({
        where: { instanceId, databaseName, userName, generation, status: settled },
        data: observed,
      })
    }
  }
}

/** Forgets privileges of users and databases that are gone. */
async function dropOrphans(instanceId: string): Promise<void> {
  await db().$executeRaw`
    DELETE FROM "privilege" p WHERE p."instance_id" = ${instanceId}::uuid
      AND p."status" <> 'applying'
      AND (NOT EXISTS (SELECT FROM "logical_database" d
                       WHERE d."instance_id" = p."instance_id" AND d."name" = p."database_name")
        OR NOT EXISTS (SELECT FROM "database_user" u
                       WHERE u."instance_id" = p."instance_id" AND u."name" = p."user_name"))`
}

/**
 * Records the database and the first user of an instance that has just been made, so that both are
 * listed from the moment it is ready. Repeating it changes nothing.
 */
export async function recordFirstInventory(
  instanceId: string,
  first: { databaseName: string; userName: string | null },
): Promise<void> {
  const { databaseName, userName } = first
  const status = 'ready'
  await db().logicalDatabase.createMany({
    data: { instanceId, name: databaseName, isManaged: true, sizeBytes: 0n, status },
    skipDuplicates: true,
  })
  if (userName === null) return
  const counts = { generation: 1, observedGeneration: 1 }
  await db().databaseUser.createMany({
    data: {
      ...{ instanceId, name: userName, isManaged: true, isAdmin: true, status },
      ...{ ...counts, passwordChangedAt: now() },
    },
    skipDuplicates: true,
  })
  const permission = { permission: 'all', observedPermission: 'all' }
  await db().privilege.createMany({
    data: { instanceId, databaseName, userName, status, ...permission, ...counts },
    skipDuplicates: true,
  })
}
