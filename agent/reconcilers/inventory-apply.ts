import { isRefusal } from '@/agent/engines/refusal.ts'
import { readSecret } from '@/agent/platforms/local/secrets.ts'
import type { Inside } from '@/agent/reconcilers/inside.ts'
import { now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'
import type { DatabaseUser, LogicalDatabase, Privilege } from '@/lib/generated/prisma/client.ts'
import { logger } from '@/lib/log/log.ts'
import { settablePermissions } from '@/lib/privileges/schema.ts'
import { passwordSecret } from '@/lib/users/secret.ts'

const pending = { in: ['applying', 'deleting'] }
const probeTimeoutMs = 2_000
/** What nobody expected may pass, for example a lock that a session of a killed agent still holds. */
const attemptsUntilFailed = 5
const failedAttempts = new Map<string, number>()
const unexpected =
  'The engine did not do this, for a reason that nobody expected. The agent’s log has the details.'

/** Instances in which something waits to be brought about. */
export async function findPendingInstances(): Promise<Set<string>> {
  const select = { where: { status: pending }, select: { instanceId: true } }
  const found = await Promise.all([
    db().logicalDatabase.findMany(select),
    db().databaseUser.findMany(select),
    db().privilege.findMany(select),
  ])
  return new Set(found.flat().map(({ instanceId }) => instanceId))
}

/**
 * Brings about what is wanted, in the order in which it depends on one another: what goes last,
 * databases and users before privileges. Each is recorded at once; after a crash in between it is
 * done again, which changes nothing. What the engine refuses is recorded in words; throws when the
 * engine does not answer or fails as nobody expected, and everything stays pending, the latter a few
 * times. Tells whether any database was concerned.
 */
export async function applyPending(inside: Inside): Promise<{ databases: boolean }> {
  const { instanceId } = inside
  const where = { instanceId, status: pending }
  const orderBy = { updatedAt: 'asc' } as const
  const databases = await db().logicalDatabase.findMany({ where, orderBy })
  for (const row of databases) {
    await attempt(
      inside,
      `database ${row.name}`,
      () => applyDatabase(inside, row),
      (failure) => failDatabase(row, failure),
    )
  }
  for (const row of await db().databaseUser.findMany({ where, orderBy })) {
    await attempt(
      inside,
      `user ${row.name}`,
      () => applyUser(inside, row),
      (failure) => failUser(row, failure),
    )
  }
  for (const row of await db().privilege.findMany({ where, orderBy })) {
    await attempt(
      inside,
      `privilege ${row.databaseName} ${row.userName}`,
      () => applyPrivilege(inside, row),
      (failure) => failPrivilege(row, failure),
    )
  }
  return { databases: databases.length > 0 }
}

async function attempt(
  { driver, spec, credentials, instanceId }: Inside,
  what: string,
  act: () => Promise<void>,
  fail: (failure: string) => Promise<unknown>,
): Promise<void> {
  const key = `${instanceId} ${what}`
  try {
    await act()
    failedAttempts.delete(key)
  } catch (error) {
    if (isRefusal(error)) {
      failedAttempts.delete(key)
      await fail(error.message)
      return
    }
    const { state } = await driver.probe(spec, credentials, probeTimeoutMs)
    if (state !== 'up') throw error
    const attempts = (failedAttempts.get(key) ?? 0) + 1
    if (attempts < attemptsUntilFailed) {
      failedAttempts.set(key, attempts)
      throw error
    }
    failedAttempts.delete(key)
    logger('inventory').error({ err: error, instanceId }, 'change inside an instance failed')
    await fail(unexpected)
  }
}

async function applyDatabase(inside: Inside, row: LogicalDatabase): Promise<void> {
  const { driver, spec, credentials } = inside
  const { instanceId, name } = row
  if (row.status === 'deleting') {
    await driver.dropDatabase(spec, credentials, name)
    const ofDatabase = { where: { instanceId, databaseName: name } }
    await db().$transaction([
      db().privilege.deleteMany(ofDatabase),
      db().databaseExtension.deleteMany(ofDatabase),
      db().logicalDatabase.deleteMany({ where: { instanceId, name, status: 'deleting' } }),
    ])
    return
  }
  await driver.ensureDatabase(spec, credentials, name)
  await db().logicalDatabase.updateMany({
    where: { instanceId, name, status: 'applying' },
    data: { status: 'ready', failure: null, sizeBytes: row.sizeBytes ?? 0n },
  })
}

async function failDatabase(row: LogicalDatabase, failure: string): Promise<unknown> {
  const { instanceId, name, status } = row
  return db().logicalDatabase.updateMany({
    where: { instanceId, name, status },
    data: { status: 'failed', failure },
  })
}

async function applyUser(inside: Inside, row: DatabaseUser): Promise<void> {
  const { driver, spec, credentials } = inside
  const { instanceId, name, generation, isAdmin, connectionLimit, reassignTo } = row
  const secret = passwordSecret(instanceId, name)
  if (row.status === 'deleting') {
    await driver.dropUser(spec, credentials, { name, reassignTo })
    await db().$transaction([
      db().privilege.deleteMany({ where: { instanceId, userName: name } }),
      db().secret.deleteMany({ where: secret }),
      db().databaseUser.deleteMany({ where: { instanceId, name, status: 'deleting' } }),
    ])
    return
  }
  const password = await readSecret(secret.ownerId, secret.name)
  await driver.ensureUser(spec, credentials, { name, isAdmin, password, connectionLimit })
  await db().$transaction(async (tx) => {
    const { count } = await tx.databaseUser.updateMany({
      where: { instanceId, name, generation },
      data: {
        status: 'ready',
        failure: null,
        observedGeneration: generation,
        ...(password === null ? {} : { passwordChangedAt: now() }),
      },
    })
    // A newer change has left a newer password in its place.
    if (count > 0) await tx.secret.deleteMany({ where: secret })
  })
}

async function failUser(row: DatabaseUser, failure: string): Promise<unknown> {
  const { instanceId, name, generation } = row
  return db().$transaction(async (tx) => {
    const { count } = await tx.databaseUser.updateMany({
      where: { instanceId, name, generation },
      data: { status: 'failed', failure },
    })
    if (count > 0) await tx.secret.deleteMany({ where: passwordSecret(instanceId, name) })
  })
}

async function applyPrivilege(inside: Inside, row: Privilege): Promise<void> {
  const { driver, spec, credentials } = inside
  const { instanceId, databaseName, userName, generation } = row
  const permission = settablePermissions.find((known) => known === row.permission) ?? 'none'
  const change = { user: userName, database: databaseName, permission }
  await driver.setPrivilege(spec, credentials, change)
  await db().privilege.updateMany({
    where: { instanceId, databaseName, userName, generation },
    data: {
      status: 'ready',
      failure: null,
      observedGeneration: generation,
      observedPermission: permission,
      differences: [],
    },
  })
}

async function failPrivilege(row: Privilege, failure: string): Promise<unknown> {
  const { instanceId, databaseName, userName, generation } = row
  return db().privilege.updateMany({
    where: { instanceId, databaseName, userName, generation },
    data: { status: 'failed', failure },
  })
}
