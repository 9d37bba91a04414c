import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { db } from '@/lib/db/db.ts'
import { api } from './app.ts'
import { makeCaller, makeOrganization, markReady, reportMachine, type Caller } from './testing.ts'
import { callAs, goodBody, instances, type Answer, type CallOptions } from './testing-call.ts'

let owner: Caller

beforeAll(async () => {
  await reportMachine()
  owner = await makeCaller(await makeOrganization(), { owner: true })
})

const call = (method: string, path: string, options: CallOptions = {}): Promise<Answer> =>
  callAs(owner, method, path, options)

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

test('a request id leads from the reply to the audit log, with the address of the client', async () => {
  const { headers, body } = await call('POST', instances, {
    body: goodBody('traced'),
    headers: { 'x-holdfast-address': '192.0.2.9', 'x-request-id': 'forged' },
  })
  const entry = await db().auditEntry.findFirstOrThrow({
    where: { action: 'instance.create', resourceId: String(body.id) },
  })
  expect(entry).toMatchObject({
    requestId: headers.get('x-request-id'),
    address: '192.0.2.9',
    actorKind: 'api_key',
    actorId: owner.key.accessKey,
  })
})

test('browsers are told to stay with TLS only when it is there', async () => {
  const secure = await call('GET', instances, { headers: { 'x-forwarded-proto': 'https' } })
  expect(secure.headers.get('strict-transport-security')).toMatch(/^max-age=\d+$/)
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
  await db().certificateAuthority.create({ data: { id: 'installation', certificatePem } })
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
    '/rdb/v1/regions/{region}/endpoints/{endpoint_id}',
    '/rdb/v1/regions/{region}/endpoints/{endpoint_id}/migrate',
    '/rdb/v1/regions/{region}/instances',
    one,
    `${one}/acls`,
    `${one}/certificate`,
    `${one}/databases`,
    `${one}/databases/{name}`,
    `${one}/endpoints`,
    `${one}/privileges`,
    `${one}/renew-certificate`,
    `${one}/restart`,
    `${one}/settings`,
    `${one}/users`,
    `${one}/users/{name}`,
    '/rdb/v1/regions/{region}/node-types',
  ])
})
