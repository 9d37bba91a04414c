import { beforeAll, expect, test } from 'vitest'
import { makeCaller, makeOrganization, type Caller } from '@/lib/api/testing.ts'
import { callAs, instances } from '@/lib/api/testing-call.ts'
import { createSession, loadSessionActor, signOutOfSession } from '@/lib/auth/sessions.ts'
import { signInWithPassword } from '@/lib/auth/sign-in.ts'
import type { Context } from '@/lib/core/context.ts'
import { db } from '@/lib/db/db.ts'
import { newId } from '@/lib/ids/ids.ts'
import { deleteApiKey } from './commands/delete-api-key.ts'
import { deleteSession } from './commands/delete-session.ts'
import { updateMemberPassword } from './commands/update-member-password.ts'

let home: { organizationId: string; projectId: string }
let owner: Caller
let manager: Caller

beforeAll(async () => {
  home = await makeOrganization()
  owner = await makeCaller(home, { owner: true })
  manager = await makeCaller(home, { permissionSetNames: ['IAMManager'] })
})

const makePowerless = (): Promise<Caller> => makeCaller(home, { permissionSetNames: [] })

const memberOf = ({ actor }: Caller): string => {
  if (actor.kind !== 'api_key') throw new Error('expected a key')
  return actor.memberId
}

const openSession = (caller: Caller): Promise<string> =>
  db().$transaction((tx) =>
    createSession(tx, memberOf(caller), { address: '192.0.2.1', userAgent: null }),
  )

async function contextOfSession(sessionId: string): Promise<Context> {
  const actor = await loadSessionActor(sessionId)
  if (!actor) throw new Error('expected a session')
  return { actor, requestId: newId(), address: null, userAgent: null }
}

test('a revoked API key is refused at the next request, and is not revoked twice', async () => {
  const caller = await makePowerless()
  const { accessKey } = caller.key
  expect((await callAs(caller, 'GET', instances)).status).toBe(200)
  await deleteApiKey.execute(caller.context, { accessKey })
  expect((await callAs(caller, 'GET', instances)).status).toBe(401)
  await expect(deleteApiKey.execute(owner.context, { accessKey })).rejects.toMatchObject({
    code: 'not_found',
  })
})

test('a member ends one of their sessions; the others go on', async () => {
  const caller = await makePowerless()
  const memberId = memberOf(caller)
  const [mine, lost] = [await openSession(caller), await openSession(caller)]
  const context = await contextOfSession(mine)
  await deleteSession.execute(context, { memberId, sessionId: lost })
  expect(await loadSessionActor(lost)).toBeNull()
  expect(await loadSessionActor(mine)).not.toBeNull()
  await expect(deleteSession.execute(context, { memberId, sessionId: lost })).rejects.toMatchObject(
    { code: 'not_found' },
  )
})

test('signing out ends the session and is recorded once', async () => {
  const caller = await makePowerless()
  const session = await openSession(caller)
  const request = { requestId: newId(), address: '192.0.2.5', userAgent: 'Browser/1' }
  await signOutOfSession(session, request)
  await signOutOfSession(session, request)
  expect(await loadSessionActor(session)).toBeNull()
  expect(await db().auditEntry.findMany({ where: request })).toMatchObject([
    { action: 'session.delete', outcome: 'allowed', actorId: memberOf(caller) },
  ])
})

test('a new password ends every session and replaces the old one', async () => {
  const caller = await makePowerless()
  const memberId = memberOf(caller)
  const { email } = await db().member.findUniqueOrThrow({ where: { id: memberId } })
  const context = await contextOfSession(await openSession(caller))
  const other = await openSession(caller)
  const password = 'Correct-Horse-Battery-8'
  await updateMemberPassword.execute(context, { memberId, password })
  expect(await db().authSession.count({ where: { memberId, revokedAt: null } })).toBe(0)
  expect(await loadSessionActor(other)).toBeNull()
  const request = { requestId: newId(), address: '192.0.2.9', userAgent: null }
  expect(await signInWithPassword(request, { email, password })).toMatchObject({ memberId })
  const entries = await db().auditEntry.findMany({ where: { requestId: context.requestId } })
  expect(entries).toMatchObject([{ action: 'member.update-password', outcome: 'allowed' }])
  expect(JSON.stringify(entries)).not.toContain(password)
})

test('a manager ends sessions and keys of members, but not those of owners', async () => {
  const caller = await makePowerless()
  const session = await openSession(caller)
  await deleteSession.execute(manager.context, { memberId: memberOf(caller) })
  expect(await loadSessionActor(session)).toBeNull()
  await deleteApiKey.execute(manager.context, { accessKey: caller.key.accessKey })
  const forbidden = { code: 'forbidden' }
  const { accessKey } = owner.key
  await expect(deleteApiKey.execute(manager.context, { accessKey })).rejects.toMatchObject(
    forbidden,
  )
  await expect(
    deleteSession.execute(manager.context, { memberId: memberOf(owner) }),
  ).rejects.toMatchObject(forbidden)
})

test("a manager cannot take over an account by giving it a password of the manager's", async () => {
  for (const target of [owner, await makePowerless()]) {
    await expect(
      updateMemberPassword.execute(manager.context, {
        memberId: memberOf(target),
        password: 'Correct-Horse-Battery-8',
      }),
    ).rejects.toMatchObject({ code: 'forbidden' })
  }
})
