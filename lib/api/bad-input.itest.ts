import { beforeAll, expect, test } from 'vitest'
import { db } from '@/lib/db/db.ts'
import { newId } from '@/lib/ids/ids.ts'
import { maxBodyBytes } from './body.ts'
import { leaveRoom, makeCaller, makeOrganization, reportMachine, type Caller } from './testing.ts'
import { callAs, goodBody, instances, type Answer, type CallOptions } from './testing-call.ts'

let owner: Caller

beforeAll(async () => {
  await reportMachine()
  owner = await makeCaller(await makeOrganization(), { owner: true })
})

const call = (method: string, path: string, options: CallOptions = {}): Promise<Answer> =>
  callAs(owner, method, path, options)

const rows = (): Promise<[number, number]> =>
  Promise.all([db().instance.count(), db().operation.count()])

async function expectRefused(
  body: Record<string, unknown>,
  expected: { status: number; body: object },
): Promise<void> {
  const before = await rows()
  expect(await call('POST', instances, { body })).toMatchObject(expected)
  expect(await rows()).toEqual(before)
}

const invalid = (
  argument: string,
  reason: string,
  status = 400,
): { status: number; body: object } => ({
  status,
  body: {
    type: 'invalid_arguments',
    message: 'invalid argument(s)',
    details: expect.arrayContaining([
      expect.objectContaining({ argument_name: argument, reason }),
    ]) as unknown[],
  },
})

test.each([
  ['engine', 'required', { engine: undefined }],
  ['engine', 'constraint', { engine: 'Oracle-9' }],
  ['engine', 'constraint', { engine: 'PostgreSQL-9' }],
  ['engine', 'format', { engine: 7 }],
  ['node_type', 'constraint', { node_type: 'db-huge' }],
  ['volume_type', 'constraint', { volume_type: 'bssd' }],
  ['volume_type', 'constraint', { volume_type: 'tape' }],
  ['volume_size', 'constraint', { volume_size: 7 * 10 ** 9 }],
  ['volume_size', 'constraint', { volume_type: 'sbs_5k', volume_size: 10 ** 20 }],
  ['user_name', 'constraint', { user_name: 'pg_evil', password: 'Correct-Horse-7' }],
  ['user_name', 'constraint', { user_name: '_rdb', password: 'Correct-Horse-7' }],
  ['password', 'constraint', { user_name: 'app', password: '' }],
  ['tags.0', 'constraint', { tags: [''] }],
  ['tags', 'format', { tags: 'one' }],
  [
    'init_endpoints.0.private_network.private_network_id',
    'required',
    { init_endpoints: [{ private_network: {} }] },
  ],
  ['init_settings.0', 'constraint', { init_settings: [{ name: 'a', value: 'b' }] }],
  ['project_id', 'format', { project_id: 'mine' }],
])('%s is refused as %s when it is %j, and leaves nothing behind', async (name, reason, part) => {
  await expectRefused({ ...goodBody('bad'), ...part }, invalid(name, reason))
})

test('what is not available yet is refused with the reason', async () => {
  const refused = { status: 412, body: { type: 'precondition_failed' } }
  await expectRefused({ ...goodBody('no'), encryption: { enabled: true } }, refused)
  await expectRefused({ ...goodBody('no'), is_ha_cluster: true }, refused)
  await expectRefused(
    { ...goodBody('no'), engine: 'PostgreSQL-15' },
    { status: 503, body: { type: 'out_of_stock', resource: 'engine' } },
  )
  await expectRefused(
    { ...goodBody('no'), project_id: newId() },
    { status: 404, body: { type: 'not_found', resource: 'project' } },
  )
  await leaveRoom(1024 ** 3)
  await expectRefused(
    { ...goodBody('no'), node_type: 'db-dev-m' },
    { status: 503, body: { type: 'out_of_stock', resource: 'node_type' } },
  )
  const types = await call('GET', '/rdb/v1/regions/lo-cal/node-types')
  const text = JSON.stringify(types.body)
  expect(text).toContain('"name":"db-dev-xs","stock_status":"available"')
  expect(text).toContain('"name":"db-dev-m","stock_status":"out_of_stock"')
  await reportMachine()
})

test('a body that is not JSON, not UTF-8 or of another type is refused', async () => {
  expect(await call('POST', instances, { raw: '{"name":' })).toMatchObject(
    invalid('body', 'format'),
  )
  const bytes = new Uint8Array([0x22, 0xff, 0x22])
  expect(await call('POST', instances, { raw: bytes })).toMatchObject(invalid('body', 'format'))
  expect(await call('POST', instances, { raw: '[]' })).toMatchObject(invalid('body', 'format'))
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  expect(await call('POST', instances, { raw: 'a=b', headers: form })).toMatchObject({
    status: 415,
    body: { type: 'unsupported_media_type' },
  })
})

test('a body over 1 MiB is refused while it is read, whatever its headers claim', async () => {
  let sent = 0
  const raw = new ReadableStream({
    pull: (controller) => {
      sent += 64 * 1024
      controller.enqueue(new Uint8Array(64 * 1024).fill(0x20))
    },
  })
  const headers = { 'content-length': '2', 'content-type': 'application/json' }
  expect(await call('POST', instances, { raw, headers })).toMatchObject({
    status: 413,
    body: { type: 'request_too_large' },
  })
  expect(sent).toBeLessThan(maxBodyBytes + 256 * 1024)
})

test('ids, regions, paths and queries that do not exist are told apart', async () => {
  const unknown = newId()
  expect(await call('GET', `${instances}/${unknown}`)).toMatchObject({
    status: 404,
    body: { type: 'not_found', resource: 'instance', resource_id: unknown },
  })
  const odd = '11111111-1111-1111-1111-111111111111'
  expect((await call('GET', `${instances}/${odd}`)).status).toBe(404)
  expect(await call('GET', `${instances}/not-an-id`)).toMatchObject(
    invalid('instance_id', 'format'),
  )
  expect(await call('GET', '/rdb/v1/regions/fr-par/instances')).toMatchObject({
    status: 404,
    body: { type: 'not_found', resource: 'region', resource_id: 'fr-par' },
  })
  for (const path of [`${instances}/${unknown}/backups`, '/rdb/v1/nothing', '/rdb']) {
    expect(await call('GET', path)).toMatchObject({ status: 404, body: { type: 'unknown_path' } })
  }
  expect(await call('GET', `${instances}?page=0`)).toMatchObject(invalid('page', 'constraint'))
  expect(await call('GET', `${instances}?page_size=101`)).toMatchObject(
    invalid('page_size', 'constraint'),
  )
  expect(await call('GET', `${instances}?order_by=luck`)).toMatchObject(
    invalid('order_by', 'constraint'),
  )
  expect(await call('GET', `${instances}?name=%00`)).toMatchObject(invalid('name', 'constraint'))
  expect(await call('GET', `${instances}?project_id=x`)).toMatchObject(
    invalid('project_id', 'format'),
  )
})
