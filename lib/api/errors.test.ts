import { noPermission } from '@/lib/core/authorise.ts'
import { expect, test, vi } from 'vitest'
import {
  alreadyExists,
  AppError,
  invalid,
  notFound,
  outOfStock,
  preconditionFailed,
  transientState,
} from '@/lib/core/errors.ts'
import { wireArgumentName } from './argument-names.ts'
import { toErrorAnswer } from './errors.ts'
import { errorSchema } from './wire/errors.ts'

// What is logged here is meant to be: it would only clutter the run.
vi.hoisted(() => (process.env.HOLDFAST_LOG_LEVEL = 'silent'))

const id = '7d1f6ba4-2f2b-4f0c-9b8a-0d6f1f0f5c11'
const retry = { kind: 'retry_after', seconds: 7 } as const
const permission = { kind: 'permission', resource: 'instance', action: 'instance.restart' } as const

test.each([
  [notFound('instance', id), 404, 'not_found', { resource: 'instance', resource_id: id }],
  [
    alreadyExists('instance', id, 'Taken.'),
    409,
    'already_exists',
    { resource: 'instance', resource_id: id, help_message: 'Taken.' },
  ],
  [
    transientState('instance', id, 'restarting', 'Busy.'),
    409,
    'transient_state',
    { resource: 'instance', resource_id: id, current_state: 'restarting' },
  ],
  [
    preconditionFailed('unknown_precondition', 'Not yet.'),
    412,
    'precondition_failed',
    { precondition: 'unknown_precondition', help_message: 'Not yet.' },
  ],
  [outOfStock('node_type', 'Full.'), 503, 'out_of_stock', { resource: 'node_type' }],
  [
    invalid([{ argument: 'volumeSizeBytes', reason: 'constraint', message: 'Too small.' }]),
    400,
    'invalid_arguments',
    {
      details: [{ argument_name: 'volume_size', reason: 'constraint', help_message: 'Too small.' }],
    },
  ],
  [
    new AppError('forbidden', noPermission, permission),
    403,
    'permissions_denied',
    {
      details: [{ resource: 'instance', action: 'write' }],
      help_message: 'Needs RelationalDatabasesOperator.',
    },
  ],
  [
    new AppError('forbidden', 'Only an owner.', { ...permission, action: 'member.delete' }),
    403,
    'permissions_denied',
    { details: [{ resource: 'user', action: 'write' }], help_message: 'Only an owner.' },
  ],
  [notFound('api_key', 'SCW'), 404, 'not_found', { resource: 'access_key', resource_id: 'SCW' }],
  [
    new AppError('too_many_requests', 'Later.', retry),
    429,
    'too_many_requests',
    { help_message: 'Later.', reset_seconds: 7 },
  ],
  [
    new AppError('unauthenticated', 'Who?'),
    401,
    'denied_authentication',
    { method: 'api_key', reason: 'not_found' },
  ],
])('%s has the status and the keys that clients insist on', (error, status, type, keys) => {
  const answer = toErrorAnswer(error, 'request')
  expect(answer.status).toBe(status)
  expect(answer.body).toMatchObject({ type, message: expect.any(String) as string, ...keys })
  expect(errorSchema.parse(answer.body)).toEqual(answer.body)
})

test('a failure without details still has a body that the document describes', () => {
  const codes = ['invalid', 'forbidden', 'conflict', 'quota_exceeded', 'unavailable'] as const
  for (const code of codes) {
    const { body } = toErrorAnswer(new AppError(code, 'Why.'), 'request')
    expect(errorSchema.parse(body)).toEqual(body)
  }
})

test('an unexpected failure tells the client nothing but the request id', () => {
  const answer = toErrorAnswer(new Error('password=hunter2 at /secret'), 'request-1')
  expect(answer).toEqual({
    status: 500,
    body: { type: 'internal', message: 'internal error', request_id: 'request-1' },
  })
})

test('a request that comes too soon says when to come back in a header as well', () => {
  const { headers } = toErrorAnswer(new AppError('too_many_requests', 'Later.', retry), 'request')
  expect(headers).toEqual({ 'Retry-After': '7' })
})

test('arguments of commands get the names of the wire, and paths keep their positions', () => {
  expect(wireArgumentName('nodeType')).toBe('node_type')
  expect(wireArgumentName('tags.3')).toBe('tags.3')
  expect(wireArgumentName('logsMaxBytes')).toBe('logs_policy.total_disk_retention')
  expect(wireArgumentName('init_endpoints.0')).toBe('init_endpoints.0')
  expect(wireArgumentName('isHaCluster')).toBe('is_ha_cluster')
})
