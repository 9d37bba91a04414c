import { beforeAll, expect, test } from 'vitest'
import { makeCaller, makeOrganization, type Caller } from '@/lib/api/testing.ts'
import { db } from '@/lib/db/db.ts'
import { newId } from '@/lib/ids/ids.ts'
import { createApiKey } from './commands/create-api-key.ts'
import { createMember } from './commands/create-member.ts'

let home: { organizationId: string; projectId: string }
let owner: Caller
let manager: Caller
let viewer: Caller

beforeAll(async () => {
  home = await makeOrganization()
  owner = await makeCaller(home, { owner: true })
  manager = await makeCaller(home, { permissionSetNames: ['IAMManager'] })
  viewer = await makeCaller(home, { permissionSetNames: ['RelationalDatabasesReadOnly'] })
})

const memberOf = ({ actor }: Caller): string => {
  if (actor.kind !== 'api_key') throw new Error('expected a key')
  return actor.memberId
}

const newMember = (isOwner: boolean) => ({
  organizationId: home.organizationId,
  email: `${newId()}@example.test`,
  password: 'Correct-Horse-Battery-7',
  isOwner,
})

const keyFor = (caller: Caller) => ({
  organizationId: home.organizationId,
  memberId: memberOf(caller),
  defaultProjectId: home.projectId,
})

test('whoever manages members makes members, but no owners, and the attempt is recorded', async () => {
  const refused = newMember(true)
  await expect(createMember.execute(manager.context, refused)).rejects.toMatchObject({
    code: 'forbidden',
  })
  expect(await db().member.findUnique({ where: { email: refused.email } })).toBeNull()
  const { requestId } = manager.context
  const where = { requestId, action: 'member.create', outcome: 'refused' }
  expect(await db().auditEntry.count({ where })).toBe(1)
  expect(await createMember.execute(manager.context, newMember(false))).toMatchObject({
    isOwner: false,
  })
  expect(await createMember.execute(owner.context, newMember(true))).toMatchObject({
    isOwner: true,
  })
})

test("whoever manages API keys makes their own, but none with another member's rights", async () => {
  const keys = await db().apiKey.count()
  for (const other of [owner, viewer]) {
    await expect(createApiKey.execute(manager.context, keyFor(other))).rejects.toMatchObject({
      code: 'forbidden',
    })
  }
  expect(await db().apiKey.count()).toBe(keys)
  await createApiKey.execute(manager.context, keyFor(manager))
  await createApiKey.execute(owner.context, keyFor(viewer))
  expect(await db().apiKey.count()).toBe(keys + 2)
})
