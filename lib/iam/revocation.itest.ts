import { beforeAll, expect, test } from 'vitest'
import { makeCaller, makeOrganization, type Caller } from '@/lib/api/testing.ts'
import { callAs, instances } from '@/lib/api/testing-call.ts'
import { loadSessionActor, signOutOfSession } from '@/lib/auth/sessions.ts'
import { signInWithPassword } from '@/lib/auth/sign-in.ts'
import { db } from '@/lib/db/db.ts'
import { newId } from '@/lib/ids/ids.ts'
import { deleteApiKey } from './api-keys/commands/delete.ts'
import { createApplication } from './applications/commands/create.ts'
import { createApiKey } from './api-keys/commands/create.ts'
import { deleteApplication } from './applications/commands/delete.ts'
import { deleteMember } from './members/commands/delete.ts'
import { lockMemberAccess } from './members/commands/lock.ts'
import { unlockMemberAccess } from './members/commands/unlock.ts'
import { updateMemberPassword } from './members/commands/update-password.ts'
import { deletePolicy } from './policies/commands/delete.ts'
import { deleteSession } from './sessions/commands/delete.ts'
import {
  contextOfSession,
  givePolicy,
  makePowerless,
  memberOf,
  openSession,
  request,
  type Home,
} from './testing.ts'

let home: Home
let owner: Caller
let manager: Caller

beforeAll(async () => {
  home = await makeOrganization()
  owner = await makeCaller(home, { owner: true })
  manager = await makeCaller(home, { permissionSetNames: ['IAMManager'] })
})

const forbidden = { code: 'forbidden' }
const statusOf = async (caller: Caller): Promise<number> =>
  (await callAs(caller, 'GET', instances)).status

async function givePassword(caller: Caller, password: string): Promise<string> {
  const memberId = memberOf(caller)
  await updateMemberPassword.execute(owner.context, { memberId, password })
  return (await db().member.findUniqueOrThrow({ where: { id: memberId } })).email
}

test('a revoked API key is refused at the next request, and is not revoked twice', async () => {
  const caller = await makePowerless(home)
  const { accessKey } = caller.key
  expect(await statusOf(caller)).toBe(200)
  await deleteApiKey.execute(caller.context, { accessKey })
  expect(await statusOf(caller)).toBe(401)
  await expect(deleteApiKey.execute(owner.context, { accessKey })).rejects.toMatchObject({
    code: 'not_found',
  })
})

test('a deleted policy is without effect at the next request', async () => {
  const caller = await makePowerless(home)
  const principal = { kind: 'member' as const, id: memberOf(caller) }
  const options = '/rdb/v1/regions/lo-cal/node-types'
  expect((await callAs(caller, 'GET', options)).status).toBe(403)
  const policyId = await givePolicy(home, principal, {
    permissionSetNames: ['RelationalDatabasesReadOnly'],
  })
  expect((await callAs(caller, 'GET', options)).status).toBe(200)
  await deletePolicy.execute(manager.context, { policyId })
  expect((await callAs(caller, 'GET', options)).status).toBe(403)
})

test('a locked member is out at the next request, in again once unlocked, without old sessions', async () => {
  const caller = await makePowerless(home)
  const memberId = memberOf(caller)
  const session = await openSession(caller)
  expect((await lockMemberAccess.execute(manager.context, { memberId })).isLocked).toBe(true)
  expect(await statusOf(caller)).toBe(401)
  expect(await loadSessionActor(session, request)).toBeNull()
  await unlockMemberAccess.execute(manager.context, { memberId })
  expect(await statusOf(caller)).toBe(200)
  expect(await loadSessionActor(session, request)).toBeNull()
})

test('a deleted member or application leaves no key, session or policy behind', async () => {
  const caller = await makePowerless(home)
  const memberId = memberOf(caller)
  const session = await openSession(caller)
  await givePolicy(home, { kind: 'member', id: memberId })
  await deleteMember.execute(manager.context, { memberId })
  expect(await statusOf(caller)).toBe(401)
  expect(await loadSessionActor(session, request)).toBeNull()
  const { organizationId } = home
  const application = await createApplication.execute(owner.context, { organizationId, name: 'ci' })
  const applicationId = application.id
  const key = await createApiKey.execute(owner.context, { applicationId })
  await givePolicy(home, { kind: 'application', id: applicationId })
  expect(await statusOf({ ...caller, key })).toBe(200)
  await deleteApplication.execute(manager.context, { applicationId })
  expect(await statusOf({ ...caller, key })).toBe(401)
  for (const where of [{ memberId }, { applicationId }]) {
    expect(await db().policy.count({ where })).toBe(0)
    expect(await db().apiKey.count({ where })).toBe(0)
  }
})

test('a member ends one of their sessions; the others go on', async () => {
  const caller = await makePowerless(home)
  const memberId = memberOf(caller)
  const [mine, lost] = [await openSession(caller), await openSession(caller)]
  const context = await contextOfSession(mine)
  await deleteSession.execute(context, { memberId, sessionId: lost })
  expect(await loadSessionActor(lost, request)).toBeNull()
  expect(await loadSessionActor(mine, request)).not.toBeNull()
  await expect(deleteSession.execute(context, { memberId, sessionId: lost })).rejects.toMatchObject(
    { code: 'not_found' },
  )
})

test('signing out ends the session and is recorded once', async () => {
  const caller = await makePowerless(home)
  const session = await openSession(caller)
  const signOut = { requestId: newId(), ...request }
  await signOutOfSession(session, signOut)
  await signOutOfSession(session, signOut)
  expect(await loadSessionActor(session, request)).toBeNull()
  const { requestId } = signOut
  expect(await db().auditEntry.findMany({ where: { requestId } })).toMatchObject([
    { action: 'session.delete', outcome: 'allowed', actorId: memberOf(caller) },
  ])
})

test('a new password of one’s own takes the current one, and ends every other session', async () => {
  const caller = await makePowerless(home)
  const memberId = memberOf(caller)
  const currentPassword = 'Correct-Horse-Battery-7'
  const email = await givePassword(caller, currentPassword)
  const [mine, other] = [await openSession(caller), await openSession(caller)]
  const context = await contextOfSession(mine)
  const password = 'Correct-Horse-Battery-8'
  for (const given of [{}, { currentPassword: 'a guess' }]) {
    await expect(
      updateMemberPassword.execute(context, { memberId, password, ...given }),
    ).rejects.toMatchObject(forbidden)
  }
  await updateMemberPassword.execute(context, { memberId, password, currentPassword })
  expect(await loadSessionActor(other, request)).toBeNull()
  expect(await loadSessionActor(mine, request)).not.toBeNull()
  const signIn = { requestId: newId(), ...request }
  expect(await signInWithPassword(signIn, { email, password })).toMatchObject({ memberId })
  const entries = await db().auditEntry.findMany({ where: { requestId: context.requestId } })
  expect(entries.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'allowed'])
  expect(JSON.stringify(entries)).not.toContain(password)
  expect(JSON.stringify(entries)).not.toContain(currentPassword)
})

test('the current password cannot be found by trying', async () => {
  const caller = await makePowerless(home)
  const memberId = memberOf(caller)
  await givePassword(caller, 'Correct-Horse-Battery-7')
  const context = await contextOfSession(await openSession(caller))
  const attempt = (currentPassword: string) =>
    updateMemberPassword.execute(context, {
      memberId,
      password: 'Correct-Horse-Battery-8',
      currentPassword,
    })
  for (let i = 0; i < 10; i += 1) {
    await expect(attempt(`guess ${String(i)}`)).rejects.toMatchObject(forbidden)
  }
  await expect(attempt('Correct-Horse-Battery-7')).rejects.toMatchObject({
    code: 'too_many_requests',
  })
})

test('a manager ends sessions and keys of members, but not those of owners', async () => {
  const caller = await makePowerless(home)
  const session = await openSession(caller)
  await deleteSession.execute(manager.context, { memberId: memberOf(caller) })
  expect(await loadSessionActor(session, request)).toBeNull()
  await deleteApiKey.execute(manager.context, { accessKey: caller.key.accessKey })
  const { accessKey } = owner.key
  await expect(deleteApiKey.execute(manager.context, { accessKey })).rejects.toMatchObject(
    forbidden,
  )
  await expect(
    deleteSession.execute(manager.context, { memberId: memberOf(owner) }),
  ).rejects.toMatchObject(forbidden)
})
