import { beforeAll, expect, test } from 'vitest'
import {
  makeCaller,
  makeOrganization,
  reportMachine,
  systemContext,
  type Caller,
} from '@/lib/api/testing.ts'
import { addMs, now } from '@/lib/clock/clock.ts'
import { db } from '@/lib/db/db.ts'
import { newId } from '@/lib/ids/ids.ts'
import { createInstance } from '@/lib/instances/commands/create.ts'
import { decideAccess } from './commands/decide.ts'
import { listAccessReview, readAccessReview } from './queries.ts'
import type { ItemKind, ReviewItemDto } from './schema.ts'

const dayMs = 24 * 60 * 60 * 1000
let organizationId: string
let instanceId: string
let owner: Caller
let manager: Caller
let viewer: Caller
let stranger: Caller

beforeAll(async () => {
  await reportMachine()
  const home = await makeOrganization()
  organizationId = home.organizationId
  owner = await makeCaller(home, { owner: true })
  manager = await makeCaller(home, { permissionSetNames: ['IAMReadOnly'] })
  viewer = await makeCaller(home, { permissionSetNames: ['RelationalDatabasesReadOnly'] })
  stranger = await makeCaller(await makeOrganization(), { owner: true })
  const instance = await createInstance.execute(systemContext, {
    projectId: home.projectId,
    name: 'orders',
    engine: 'PostgreSQL-17',
    nodeType: 'db-dev-xs',
    volumeType: 'lssd',
    volumeSizeBytes: 0,
    userName: '',
    password: '',
  })
  instanceId = instance.id
  await db().databaseUser.createMany({
    data: [
      {
        instanceId,
        name: 'app',
        isAdmin: true,
        isManaged: true,
        status: 'ready',
        lastConnectedAt: now(),
      },
      {
        instanceId,
        name: 'etl',
        isAdmin: false,
        isManaged: false,
        status: 'ready',
        createdAt: addMs(now(), -200 * dayMs),
      },
    ],
  })
  await db().privilege.create({
    data: {
      instanceId,
      databaseName: 'rdb',
      userName: 'etl',
      observedPermission: 'custom',
      status: 'ready',
    },
  })
  await db().allowedIp.deleteMany({ where: { instanceId } })
  await db().allowedIp.create({
    data: {
      id: newId(),
      instanceId,
      cidr: '0.0.0.0/0',
      description: 'temporary',
      hitCount: 7n,
      lastMatchedAt: now(),
    },
  })
})

async function itemOf(kind: ItemKind, name: string): Promise<ReviewItemDto> {
  const items = await readAccessReview.execute(owner.context, {})
  const item = items.find((found) => found.kind === kind && found.name === name)
  if (!item) throw new Error(`no ${kind} named ${name}`)
  return item
}

const decide = (item: ReviewItemDto, caller = owner, changes: object = {}) =>
  decideAccess.execute(caller.context, {
    organizationId,
    itemKind: item.kind,
    itemId: item.id,
    decision: 'revoke',
    note: 'no longer needed',
    ...changes,
  })

test('people, keys, policies, users, privileges and addresses are joined, with their use and flags', async () => {
  const { items, summary } = await listAccessReview.execute(owner.context, { pageSize: 100 })
  expect(new Set(items.map(({ kind }) => kind))).toEqual(
    new Set(['member', 'api_key', 'policy', 'database_user', 'allowed_ip']),
  )
  expect(await itemOf('database_user', 'etl')).toMatchObject({
    place: 'orders',
    opens: ['rdb: custom'],
    flags: ['unused_90', 'never_used', 'custom_privilege', 'made_by_sql'],
    href: `/instances/${instanceId}/users`,
  })
  expect((await itemOf('database_user', 'app')).flags).toEqual(['admin'])
  expect(await itemOf('allowed_ip', '0.0.0.0/0')).toMatchObject({
    useCount: 7,
    flags: ['wide_open'],
  })
  expect(summary.all).toBe(items.length)
  expect(summary.flags.wide_open).toBe(1)
})

test('filters and pages narrow what is shown', async () => {
  const list = (input: object) => listAccessReview.execute(owner.context, input)
  expect((await list({ kind: 'database_user' })).totalCount).toBe(2)
  expect((await list({ flag: 'wide_open' })).items.map(({ name }) => name)).toEqual(['0.0.0.0/0'])
  expect((await list({ search: 'RDB: cust' })).items.map(({ name }) => name)).toEqual(['etl'])
  expect((await list({ instanceId })).totalCount).toBe(3)
  const second = await list({ instanceId, pageSize: 2, page: 2 })
  expect(second.items).toHaveLength(1)
})

test('a decision is recorded with the audit log and changes nothing else', async () => {
  const item = await itemOf('database_user', 'etl')
  await decide(item)
  expect((await itemOf('database_user', 'etl')).decision).toMatchObject({
    decision: 'revoke',
    note: 'no longer needed',
  })
  expect(await db().databaseUser.count({ where: { instanceId, name: 'etl' } })).toBe(1)
  const entry = await db().auditEntry.findFirstOrThrow({
    where: { action: 'access_review.decide', outcome: 'allowed' },
  })
  expect(entry.after).toMatchObject({ name: 'etl', place: 'orders', decision: 'revoke' })
  await decide(item, owner, { decision: 'keep', note: '' })
  expect((await itemOf('database_user', 'etl')).decision?.decision).toBe('keep')
  expect(await db().accessReviewDecision.count({ where: { itemId: item.id } })).toBe(2)
})

test('what is due again is flagged, and a day that has passed is refused', async () => {
  const item = await itemOf('allowed_ip', '0.0.0.0/0')
  await expect(decide(item, owner, { reviewBy: '2001-01-01' })).rejects.toThrow(
    'Choose a day after today.',
  )
  await decide(item, owner, { decision: 'keep', reviewBy: '2101-01-01' })
  expect((await itemOf('allowed_ip', '0.0.0.0/0')).flags).not.toContain('review_due')
  await db().accessReviewDecision.updateMany({
    where: { itemId: item.id },
    data: { reviewBy: addMs(now(), -dayMs) },
  })
  expect((await itemOf('allowed_ip', '0.0.0.0/0')).flags[0]).toBe('review_due')
})

test('it is for those who may read IAM, of their own organization alone', async () => {
  const item = await itemOf('database_user', 'app')
  expect((await listAccessReview.execute(manager.context, {})).totalCount).toBeGreaterThan(0)
  await expect(decide(item, manager)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(listAccessReview.execute(viewer.context, {})).rejects.toMatchObject({
    code: 'forbidden',
  })
  const others = await readAccessReview.execute(stranger.context, {})
  expect(others.some(({ place }) => place === 'orders')).toBe(false)
  await expect(decide(item, stranger)).rejects.toMatchObject({ code: 'not_found' })
})

test('what does not exist cannot be decided on', async () => {
  const item = await itemOf('database_user', 'app')
  await expect(decide({ ...item, id: `${instanceId}/nobody` })).rejects.toMatchObject({
    code: 'not_found',
  })
})
