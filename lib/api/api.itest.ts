import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { db } from '@/lib/db/db.ts'
import { newId } from '@/lib/ids/ids.ts'
import { api } from './app.ts'
import { maxBodyBytes } from './body.ts'
import {
  leaveRoom,
  makeCaller,
  makeOrganization,
  markReady,
  reportMachine,
  type Caller,
} from './testing.ts'

const instances = '/rdb/v1/regions/lo-cal/instances'
let owner: Caller
let stranger: Caller

beforeAll(async () => {
  await reportMachine()
  owner = await makeCaller(await makeOrganization(), { owner: true })
  stranger = await makeCaller(await makeOrganization(), { owner: true })
})

interface Answer {
  status: number
  headers: Headers
  body: Record<string, unknown>
}

async function call(
  method: string,
  path: string,
  options: { body?: unknown; raw?: BodyInit; token?: string | null; headers?: HeadersInit } = {},
): Promise<Answer> {
  const headers = new Headers(options.headers)
  const token = options.token === undefined ? owner.key.secretKey : options.token
  if (token !== null) headers.set('x-auth-token', token)
  const body =
    options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body))
  if (body !== undefined && !headers.has('content-type')) {
    headers.set('content-type', 'application/json; charset=utf-8')
  }
  const init = { method, headers, ...(body === undefined ? {} : { body, duplex: 'half' as const }) }
  const response = await api.request(path, init)
  const json: unknown = await response.json()
  return {
    status: response.status,
    headers: response.headers,
    body: z.record(z.string(), z.unknown()).parse(json),
  }
}

const goodBody = (name: string): Record<string, unknown> => ({
  name,
  engine: 'postgresql-17',
  user_name: '',
  password: '',
  node_type: 'DB-Dev-XS',
  volume_type: 'lssd',
  volume_size: 0,
  tags: null,
  init_settings: null,
  init_endpoints: null,
  project_id: null,
})

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

describe('shapes', () => {
  test('an instance has every key of the model, with null for what is absent', async () => {
    const { status, headers, body } = await call('POST', instances, { body: goodBody('shape') })
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('application/json')
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('strict-transport-security')).toBeNull()
    expect(body).toEqual({
      id: expect.any(String) as string,
      name: 'shape',
      organization_id: owner.key.organizationId,
      project_id: owner.key.projectId,
      region: 'lo-cal',
      status: 'provisioning',
      engine: 'PostgreSQL-17',
      node_type: 'db-dev-xs',
      is_ha_cluster: false,
      high_availability_mode: 'disabled',
      volume: { type: 'lssd', size: 5_000_000_000, class: 'lssd' },
      endpoint: null,
      endpoints: [],
      tags: [],
      settings: [],
      init_settings: [],
      backup_schedule: { frequency: 24, retention: 7, disabled: false, next_run_at: null },
      backup_same_region: true,
      logs_policy: { max_age_retention: 30, total_disk_retention: null },
      encryption: { enabled: false },
      upgradable_version: [],
      read_replicas: [],
      maintenances: [],
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/) as string,
    })
  })

  test('a name is made up for an instance that has none', async () => {
    const { body } = await call('POST', instances, { body: goodBody('') })
    expect(body.name).toMatch(/^ins-[a-z]+-[a-z]+$/)
  })

  test('an empty update changes nothing and nulls leave values as they are', async () => {
    const { body } = await call('POST', instances, {
      body: { ...goodBody('patch'), tags: ['kept'], init_endpoints: [{ load_balancer: {} }] },
    })
    const path = `${instances}/${String(body.id)}`
    expect(await call('PATCH', path, { body: {} })).toMatchObject({ status: 200, body })
    const nulls = { name: null, tags: null, logs_policy: null, backup_schedule_frequency: null }
    expect(await call('PATCH', path, { body: nulls })).toMatchObject({ status: 200, body })
    const policy = { logs_policy: { max_age_retention: 3, total_disk_retention: 10 ** 9 } }
    const changed = await call('PATCH', path, { body: { ...policy, tags: [] } })
    expect(changed.body).toMatchObject({ ...policy, tags: [] })
    const limit = await call('PATCH', path, {
      body: { logs_policy: { total_disk_retention: null } },
    })
    expect(limit.body.logs_policy).toEqual({ max_age_retention: 3, total_disk_retention: null })
  })

  test('the certificate comes as JSON or raw, and only once it is issued', async () => {
    const { body } = await call('POST', instances, { body: goodBody('tls') })
    const path = `${instances}/${String(body.id)}/certificate`
    expect(await call('GET', path)).toMatchObject({
      status: 412,
      body: { type: 'precondition_failed', precondition: expect.any(String) as string },
    })
    const certificatePem = '-----BEGIN CERTIFICATE-----\nYQ==\n-----END CERTIFICATE-----\n'
    await db().certificateAuthority.create({ data: { id: 'authority', certificatePem } })
    await markReady(String(body.id), 20_200)
    const file = await call('GET', path)
    expect(file.body).toMatchObject({
      name: 'ssl_certificate',
      content_type: 'application/x-pem-file',
    })
    const raw = await api.request(`${path}?dl=1`, {
      headers: { 'x-auth-token': owner.key.secretKey },
    })
    expect(raw.headers.get('content-type')).toBe('application/x-pem-file')
    const content = Buffer.from(String(file.body.content), 'base64').toString('utf8')
    expect(await raw.text()).toBe(content)
  })

  test('a list filters by all of several tags, by part of a name and by page', async () => {
    for (const tags of [['t1', 't2'], ['t1'], ['t2']]) {
      await call('POST', instances, { body: { ...goodBody(`tag ${tags.join(' ')}`), tags } })
    }
    const both = await call('GET', `${instances}?tags=t1&tags=t2`)
    expect(both.body).toMatchObject({ total_count: 1, instances: [{ name: 'tag t1 t2' }] })
    expect((await call('GET', `${instances}?tags=t1`)).body.total_count).toBe(2)
    const page = await call('GET', `${instances}?name=TAG&order_by=name_desc&page=2&page_size=2`)
    expect(page.body).toMatchObject({ total_count: 3, instances: [{ name: 'tag t1' }] })
    expect((await call('GET', `${instances}?has_maintenances=true`)).body.total_count).toBe(0)
  })

  test('the document describes every call and needs no key', async () => {
    const { status, body } = await call('GET', '/rdb/v1/openapi.json', { token: null })
    expect(status).toBe(200)
    expect(body.openapi).toBe('3.1.0')
    const one = '/rdb/v1/regions/{region}/instances/{instance_id}'
    expect(Object.keys(z.record(z.string(), z.unknown()).parse(body.paths)).sort()).toEqual([
      '/rdb/v1/regions/{region}/database-engines',
      '/rdb/v1/regions/{region}/instances',
      one,
      `${one}/acls`,
      `${one}/certificate`,
      `${one}/restart`,
      '/rdb/v1/regions/{region}/node-types',
    ])
  })
})

describe('who may call', () => {
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
})

describe('bad input', () => {
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
      'init_endpoints.0.private_network',
      'constraint',
      { init_endpoints: [{ private_network: {} }] },
    ],
    ['init_settings', 'constraint', { init_settings: [{ name: 'a', value: 'b' }] }],
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
    for (const path of [`${instances}/${unknown}/users`, '/rdb/v1/nothing', '/rdb']) {
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
})
