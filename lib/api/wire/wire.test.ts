import { expect, test } from 'vitest'
import type { ApiKeyActor } from '@/lib/auth/api-keys.ts'
import { AppError } from '@/lib/core/errors.ts'
import { Evaluator } from '@/lib/iam/evaluator.ts'
import type { EngineVersionDto } from '@/lib/instances/catalogue.ts'
import { toPemFile } from './certificate.ts'
import { pageOf, toTimestamp } from './common.ts'
import { toDatabaseEngines } from './database-engines.ts'
import { toEndpoint } from './endpoints.ts'
import {
  createInstanceBody,
  toCreateInput,
  toListInput,
  listInstancesQuery,
  toUpdateInput,
  updateInstanceBody,
} from './instance-requests.ts'

const organizationId = '0d9d65ad-3c0f-4a2f-8f0a-2d4f8d7f3a11'
const projectId = '5b0b7a53-52b6-4a6b-9f33-1b6a1c3f9d22'
const actor: ApiKeyActor = {
  kind: 'api_key',
  accessKey: 'SCWXXXXXXXXXXXXXXXXX',
  defaultProjectId: projectId,
  memberId: 'c1d5b0f2-5f8c-4a34-8d60-0a8d7a3a1b33',
  name: 'owner',
  organizationId,
  isOwner: true,
  rights: new Evaluator([], { address: null, userAgent: null, at: new Date(0) }, null),
}
const smallest = { engine: 'PostgreSQL-17', node_type: 'db-dev-s' }
const create = (body: object) =>
  toCreateInput(createInstanceBody.parse({ ...smallest, ...body }), actor, 'name')

test('what a client leaves out or sets to null has the defaults of the model', () => {
  const expected = {
    projectId,
    name: 'name',
    engine: 'PostgreSQL-17',
    nodeType: 'db-dev-s',
    isHaCluster: false,
    volumeType: 'lssd',
    volumeSizeBytes: 0,
    userName: '',
    password: '',
    tags: [],
    disableBackup: false,
    backupSameRegion: true,
    initSettings: [],
  }
  expect(create({})).toEqual(expected)
  const keys = Object.keys(createInstanceBody.shape).filter((key) => !(key in smallest))
  expect(create(Object.fromEntries(keys.map((key) => [key, null])))).toEqual(expected)
})

test('fields that newer clients send are read or ignored, never refused', () => {
  expect(create({ high_availability_mode: 'single_zone' }).isHaCluster).toBe(true)
  expect(create({ high_availability_mode: 'disabled', novelty: 1 }).isHaCluster).toBe(false)
})

test('only the own organization and one load balancer are accepted', () => {
  expect(create({ organization_id: organizationId.toUpperCase() }).projectId).toBe(projectId)
  expect(() => create({ organization_id: projectId })).toThrow(AppError)
  expect(create({ init_endpoints: [{ load_balancer: {} }] }).name).toBe('name')
  for (const specs of [
    [{}],
    [{ private_network: { private_network_id: projectId } }],
    [{ load_balancer: {} }, { load_balancer: {} }],
  ]) {
    expect(() => create({ init_endpoints: specs })).toThrow(AppError)
  }
})

test('an update holds what was sent and nothing else', () => {
  const update = (body: object) => toUpdateInput('id', updateInstanceBody.parse(body))
  expect(update({})).toEqual({ instanceId: 'id' })
  expect(update({ tags: [], name: null })).toEqual({ instanceId: 'id', tags: [] })
  expect(update({ logs_policy: { total_disk_retention: null } })).toEqual({
    instanceId: 'id',
    logsMaxBytes: null,
  })
})

test('one tag and several tags of a query are both lists', () => {
  const list = (query: object) => toListInput(listInstancesQuery.parse(query))
  expect(list({ tags: 'a' }).tags).toEqual(['a'])
  expect(list({ tags: ['a', 'b'] }).tags).toEqual(['a', 'b'])
  expect(list({ page: '2', page_size: '100', has_maintenances: 'true' })).toEqual({
    order: 'created_at_asc',
    page: 2,
    pageSize: 100,
    hasMaintenances: true,
  })
})

test('an endpoint is an address or a host name, never both', () => {
  const endpoint = {
    id: projectId,
    kind: 'load_balancer',
    port: 20_000,
    isOpen: true,
    state: 'open',
    failure: null,
    privateNetwork: null,
    connections: 0,
    createdAt: '2026-02-06T13:34:09.525Z',
  } as const
  const rest = { id: projectId, port: 20_000, name: null, load_balancer: {} }
  expect(toEndpoint({ ...endpoint, host: '192.0.2.7' })).toEqual({ ip: '192.0.2.7', ...rest })
  expect(toEndpoint({ ...endpoint, host: 'db.example' })).toEqual({
    hostname: 'db.example',
    ...rest,
  })
  const privateNetwork = { id: organizationId, cidr: '10.12.0.0/20' }
  expect(
    toEndpoint({ ...endpoint, kind: 'private_network', privateNetwork, host: '10.12.1.5' }),
  ).toEqual({
    id: projectId,
    ip: '10.12.1.5',
    port: 20_000,
    name: null,
    private_network: {
      private_network_id: organizationId,
      service_ip: '10.12.1.5/20',
      zone: 'lo-cal-1',
      provisioning_mode: 'static',
    },
  })
})

test('engines without a version that matches are left out, letter case aside', () => {
  const version = (engine: 'mysql' | 'postgresql', number: string): EngineVersionDto => ({
    name: `${engine === 'mysql' ? 'MySQL' : 'PostgreSQL'}-${number}`,
    engine,
    version: number,
    release: null,
    available: false,
    reason: 'Not fetched.',
    endOfLife: null,
  })
  const versions = [
    version('postgresql', '18'),
    version('postgresql', '17'),
    version('mysql', '9.7'),
  ]
  const names = (filter: { name?: string; version?: string }) =>
    toDatabaseEngines(versions, filter, 'lo-cal').map(
      (engine) => `${engine.name} ${engine.versions.map((known) => known.version).join(' ')}`,
    )
  expect(names({})).toEqual(['MySQL 9.7', 'PostgreSQL 18 17'])
  expect(names({ name: 'MYSQL' })).toEqual(['MySQL 9.7'])
  expect(names({ version: '17' })).toEqual(['PostgreSQL 17'])
  expect(names({ name: 'mysql', version: '17' })).toEqual([])
})

test('times have microseconds, pages are cut in order, PEM files end in one newline', () => {
  expect(toTimestamp('2026-02-06T13:34:09.525Z')).toBe('2026-02-06T13:34:09.525000Z')
  expect(pageOf([1, 2, 3, 4, 5], { page: 2, page_size: 2 })).toEqual([3, 4])
  expect(pageOf([1], { page: 2, page_size: 2 })).toEqual([])
  expect(toPemFile({ certificatePem: 'a\n', authorityPem: 'b' })).toBe('a\nb\n')
})
