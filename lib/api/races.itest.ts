import { beforeAll, expect, test } from 'vitest'
import type { AppError } from '@/lib/core/errors.ts'
import { db } from '@/lib/db/db.ts'
import { createInstance } from '@/lib/instances/commands/create.ts'
import { deleteInstance } from '@/lib/instances/commands/delete.ts'
import type { CreateInstanceInput } from '@/lib/instances/schema.ts'
import { leaveRoom, makeOrganization, reportMachine, systemContext } from './testing.ts'

let projectId: string

beforeAll(async () => {
  await reportMachine()
  projectId = (await makeOrganization()).projectId
})

const input = (name: string): CreateInstanceInput => ({
  projectId,
  name,
  engine: 'PostgreSQL-17',
  nodeType: 'db-dev-s',
  volumeType: 'lssd',
  volumeSizeBytes: 0,
  userName: '',
  password: '',
})

/** What each of several attempts at once ended as: the kind of its failure, or `created`. */
async function outcomes(attempts: readonly Promise<unknown>[]): Promise<string[]> {
  const settled = await Promise.allSettled(attempts)
  return settled
    .map((one) =>
      one.status === 'fulfilled'
        ? 'created'
        : ((one.reason as AppError).details?.kind ?? String(one.reason)),
    )
    .sort()
}

test('of several creations at once with the same name, one wins', async () => {
  const attempts = Array.from({ length: 5 }, () =>
    createInstance.execute(systemContext, input('same')),
  )
  expect(await outcomes(attempts)).toEqual([
    'already_exists',
    'already_exists',
    'already_exists',
    'already_exists',
    'created',
  ])
  expect(await db().instance.count({ where: { name: 'same' } })).toBe(1)
  expect(await db().operation.count({ where: { instanceName: 'same' } })).toBe(1)
})

test('several deletions, at once and later, make one operation', async () => {
  const { id: instanceId } = await createInstance.execute(systemContext, input('leaving'))
  const results = await Promise.all(
    [1, 2, 3].map(() => deleteInstance.execute(systemContext, { instanceId })),
  )
  results.push(await deleteInstance.execute(systemContext, { instanceId }))
  expect(results.map(({ status }) => status)).toEqual(Array<string>(4).fill('deleting'))
  const operations = await db().operation.findMany({
    where: { instanceId },
    orderBy: { createdAt: 'asc' },
  })
  expect(operations.map(({ kind }) => kind)).toEqual(['instance.create', 'instance.delete'])
  expect(operations[0]?.requestedCancelAt).toBeInstanceOf(Date)
})

test('creations at once never promise more memory than the machine has', async () => {
  await leaveRoom(2 * 2 * 1024 ** 3)
  const attempts = [1, 2, 3, 4, 5].map((number) =>
    createInstance.execute(systemContext, input(`room-${String(number)}`)),
  )
  expect(await outcomes(attempts)).toEqual([
    'created',
    'created',
    'out_of_stock',
    'out_of_stock',
    'out_of_stock',
  ])
})
