import { beforeAll, expect, test } from 'vitest'
import { db } from '@/lib/db/db.ts'
import { newId } from '@/lib/ids/ids.ts'
import { makeCaller, makeOrganization, reportMachine, type Caller } from './testing.ts'
import { callAs, goodBody, instances, type Answer, type CallOptions } from './testing-call.ts'

let owner: Caller
let stranger: Caller

beforeAll(async () => {
  await reportMachine()
  owner = await makeCaller(await makeOrganization(), { owner: true })
  stranger = await makeCaller(await makeOrganization(), { owner: true })
})

const call = (method: string, path: string, options: CallOptions = {}): Promise<Answer> =>
  callAs(owner, method, path, options)

const denied = (reason: string): object => ({
  status: 401,
  body: {
    type: 'denied_authentication',
    message: 'authentication is denied',
    method: 'api_key',
    reason,
  },
})

test('a missing, malformed, unknown, expired or revoked key and a locked member get 401', async () => {
  expect(await call('GET', instances, { token: null })).toMatchObject(denied('invalid_argument'))
  expect(await call('GET', instances, { token: 'x' })).toMatchObject(denied('invalid_argument'))
  expect(await call('GET', instances, { token: newId() })).toMatchObject(denied('not_found'))
  const other = await makeCaller(owner.key, { owner: true })
  const { accessKey, secretKey: token } = other.key
  const where = { accessKey }
  await db().apiKey.update({ where, data: { expiresAt: new Date(0) } })
  expect(await call('GET', instances, { token })).toMatchObject(denied('expired'))
  await db().apiKey.update({ where, data: { expiresAt: null, revokedAt: new Date() } })
  expect(await call('GET', instances, { token })).toMatchObject(denied('not_found'))
  await db().apiKey.update({ where, data: { revokedAt: null } })
  expect((await call('GET', instances, { token })).status).toBe(200)
  await db().member.updateMany({
    where: { apiKeys: { some: where } },
    data: { lockedAt: new Date() },
  })
  expect(await call('GET', instances, { token })).toMatchObject(denied('not_found'))
})

test('refused keys are recorded with their address, yet cannot flood the audit log', async () => {
  const headers = { 'x-holdfast-address': '198.51.100.77' }
  const { key } = await makeCaller(owner.key, { owner: true })
  const { accessKey, secretKey } = key
  await db().apiKey.update({ where: { accessKey }, data: { revokedAt: new Date() } })
  for (const token of [secretKey, newId(), 'x', newId()]) {
    expect((await call('GET', instances, { token, headers })).status).toBe(401)
  }
  const where = { action: 'api_key.use', address: '198.51.100.77' }
  const entries = await db().auditEntry.findMany({ where })
  expect(entries).toMatchObject([
    { outcome: 'refused', actorKind: 'anonymous', resourceId: accessKey },
  ])
  expect(JSON.stringify(entries)).not.toContain(secretKey)
})

test('nothing of the body is read before the key is known to be good', async () => {
  let pulled = 0
  const raw = new ReadableStream(
    {
      pull: (controller) => {
        pulled += 1
        controller.enqueue(new Uint8Array(1024))
      },
    },
    { highWaterMark: 0 },
  )
  expect((await call('POST', instances, { raw, token: newId() })).status).toBe(401)
  expect(pulled).toBe(0)
})

test('instances of another organization do not exist, whatever is done to them', async () => {
  const { body } = await call('POST', instances, { body: goodBody('mine') })
  const id = String(body.id)
  const token = stranger.key.secretKey
  const notFound = {
    status: 404,
    body: {
      type: 'not_found',
      message: 'resource is not found',
      resource: 'instance',
      resource_id: id,
    },
  }
  const path = `${instances}/${id}`
  for (const [method, target] of [
    ['GET', path],
    ['PATCH', path],
    ['DELETE', path],
    ['POST', `${path}/restart`],
    ['GET', `${path}/certificate`],
    ['GET', `${path}/acls`],
  ] as const) {
    expect(await call(method, target, { token })).toMatchObject(notFound)
  }
  expect((await call('GET', instances, { token })).body.total_count).toBe(0)
  const foreign = `${instances}?project_id=${owner.key.projectId}`
  expect((await call('GET', foreign, { token })).body.total_count).toBe(0)
  const create = { ...goodBody('theirs'), project_id: owner.key.projectId }
  expect((await call('POST', instances, { token, body: create })).status).toBe(404)
  const organization = { ...goodBody('theirs'), organization_id: owner.key.organizationId }
  expect((await call('POST', instances, { token, body: organization })).status).toBe(404)
  expect(await db().instance.findUnique({ where: { id } })).toMatchObject({ name: 'mine' })
})
