import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemContext } from '@/lib/api/testing.ts'
import { writeAuditEntry } from '@/lib/core/audit-entry.ts'
import { db, openDatabase, type Database } from '@/lib/db/db.ts'
import { controlDatabaseUrl } from '@/lib/env/env.ts'
import { newId } from '@/lib/ids/ids.ts'
import { ensureConsoleRole, grantConsoleRole, requireRestrictedRole } from './console-role.ts'

const roleName = `console_${newId().replaceAll('-', '')}`
const ownerUrl = controlDatabaseUrl()
let consoleUrl: string
let restricted: Database

const record = {
  action: 'instance.restart',
  outcome: 'allowed',
  resource: {
    type: 'instance',
    id: newId(),
    name: 'orders',
    projectId: null,
    organizationId: newId(),
  },
} as const

beforeAll(async () => {
  await ensureConsoleRole(ownerUrl, roleName, 'first')
  await ensureConsoleRole(ownerUrl, roleName, 'second')
  await grantConsoleRole(ownerUrl, roleName)
  await grantConsoleRole(ownerUrl, roleName)
  const url = new URL(ownerUrl)
  url.username = roleName
  url.password = 'second'
  consoleUrl = url.href
  restricted = openDatabase(consoleUrl)
  await writeAuditEntry(restricted, systemContext, record)
})

afterAll(async () => {
  await restricted.$disconnect()
  const role = pg.escapeIdentifier(roleName)
  await db().$executeRawUnsafe(`DROP OWNED BY ${role}`)
  await db().$executeRawUnsafe(`DROP ROLE ${role}`)
})

const changes = [
  `UPDATE audit_entry SET actor_name = 'nobody'`,
  `DELETE FROM audit_entry`,
  `TRUNCATE audit_entry`,
  `INSERT INTO audit_entry SELECT * FROM audit_entry ON CONFLICT (id) DO UPDATE SET action = 'x'`,
  `WITH gone AS (DELETE FROM audit_entry RETURNING 1) SELECT * FROM gone`,
  `MERGE INTO audit_entry USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE`,
]

const waysAround = [
  `ALTER TABLE audit_entry DISABLE TRIGGER ALL`,
  `DROP TRIGGER audit_entry_is_append_only ON audit_entry`,
  `ALTER TABLE audit_entry OWNER TO CURRENT_USER`,
  `DROP TABLE audit_entry`,
  `CREATE OR REPLACE FUNCTION audit_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$`,
  `CREATE RULE nothing AS ON INSERT TO audit_entry DO INSTEAD NOTHING`,
  `CREATE TRIGGER mine BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_is_append_only()`,
  `SET session_replication_role = replica`,
  `SET ROLE holdfast`,
  `GRANT holdfast TO CURRENT_USER`,
  `CREATE TABLE mine (a int)`,
  `CREATE TEMPORARY TABLE mine (a int)`,
  `CREATE SCHEMA mine`,
  `CREATE ROLE mine SUPERUSER`,
  `ALTER ROLE CURRENT_USER SUPERUSER`,
  `SELECT pg_read_file('postgresql.conf')`,
  `COPY audit_entry TO '/tmp/stolen'`,
  `INSERT INTO audit_entry (id, at, actor_kind, actor_name, request_id, action, outcome, resource_type)
     VALUES (gen_random_uuid(), '2001-01-01', 'system', 'x', 'x', 'x', 'allowed', 'x')`,
  `UPDATE machine SET memory_bytes = 1`,
  `DELETE FROM _prisma_migrations`,
]

describe('as the role of the console', () => {
  test.each([...changes, ...waysAround])('the audit log withstands: %s', async (sql) => {
    await expect(restricted.$executeRawUnsafe(sql)).rejects.toThrow(
      /denied|must be owner|permission/,
    )
    expect(await db().auditEntry.count()).toBe(1)
  })

  test('entries are appended and read, dated by the database', async () => {
    const [entry] = await restricted.auditEntry.findMany()
    expect(entry).toMatchObject({ action: 'instance.restart', resourceName: 'orders' })
    expect(Math.abs(Date.now() - Number(entry?.at))).toBeLessThan(60_000)
  })

  test('everything else is written as before', async () => {
    const id = newId()
    await restricted.organization.create({ data: { id, name: 'mine' } })
    await restricted.organization.update({ where: { id }, data: { name: 'ours' } })
    await restricted.organization.delete({ where: { id } })
    await restricted.$executeRaw`SELECT pg_notify('holdfast_wake', 'x')`
  })
})

test.each(changes.slice(0, 3))('not even the owner of the table may: %s', async (sql) => {
  const says = /The audit log is append-only/
  await expect(db().$executeRawUnsafe(sql)).rejects.toThrow(says)
  const silenced = db().$transaction(async (tx) => {
    await tx.$executeRawUnsafe('SET LOCAL session_replication_role = replica')
    await tx.$executeRawUnsafe(sql)
  })
  await expect(silenced).rejects.toThrow(says)
  expect(await db().auditEntry.count()).toBe(1)
})

describe('a role of the operator for the console', () => {
  test('is taken when it cannot change the audit log', async () => {
    await requireRestrictedRole(consoleUrl)
  })

  test('is refused with the reason when it can', async () => {
    await expect(requireRestrictedRole(ownerUrl)).rejects.toThrow(
      /superuser.*Use a role of its own/,
    )
    const role = pg.escapeIdentifier(roleName)
    await db().$executeRawUnsafe(`GRANT UPDATE (action), DELETE ON audit_entry TO ${role}`)
    await expect(requireRestrictedRole(consoleUrl)).rejects.toThrow(/may update.*may delete/)
    await grantConsoleRole(ownerUrl, roleName)
    await requireRestrictedRole(consoleUrl)
  })
})
