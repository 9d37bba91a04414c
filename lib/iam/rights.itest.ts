import { beforeAll, expect, test, vi } from 'vitest'
import { makeCaller, makeOrganization, type Caller } from '@/lib/api/testing.ts'
import { actorOfApiKey } from '@/lib/auth/api-keys.ts'
import { loadSessionActor } from '@/lib/auth/sessions.ts'
import { isAllowed } from '@/lib/core/authorise.ts'
import { db } from '@/lib/db/db.ts'
import { newId } from '@/lib/ids/ids.ts'
import { explainPrincipal, whoCan } from './access/queries.ts'
import { createApiKey } from './api-keys/commands/create.ts'
import { createApplication } from './applications/commands/create.ts'
import { createGroup } from './groups/commands/create.ts'
import { setGroupMembers } from './groups/commands/set-members.ts'
import { deleteMember } from './members/commands/delete.ts'
import { lockMemberAccess } from './members/commands/lock.ts'
import { updateMember } from './members/commands/update.ts'
import { createProject } from './projects/commands/create.ts'
import { deleteProject } from './projects/commands/delete.ts'
import { listProjectSummaries } from './projects/queries.ts'
import { projectRef } from './projects.ts'
import { givePolicy, makePowerless, memberOf, openSession, request, type Home } from './testing.ts'

let home: Home
let owner: Caller

beforeAll(async () => {
  home = await makeOrganization()
  owner = await makeCaller(home, { owner: true })
})

const reader = { permissionSetNames: ['RelationalDatabasesReadOnly'] }
const refOf = (projectId: string) =>
  projectRef({ id: projectId, name: '', organizationId: home.organizationId })
const mayRead = async (secret: string, from: Partial<typeof request> = {}): Promise<boolean> => {
  const actor = await actorOfApiKey(secret, { ...request, ...from })
  return isAllowed(actor, 'instance.read', refOf(home.projectId))
}

/** How many statements one load sends to the control database. */
async function statements(load: () => Promise<unknown>): Promise<number> {
  const { Client } = await import('pg')
  const spy = vi.spyOn(Client.prototype, 'query')
  try {
    await load()
    return spy.mock.calls.length
  } finally {
    spy.mockRestore()
  }
}

test('one query finds everything about a request, however much reaches who sent it', async () => {
  const caller = await makePowerless(home)
  const memberId = memberOf(caller)
  const session = await openSession(caller)
  const { organizationId } = home
  for (let i = 0; i < 5; i += 1) {
    const group = await createGroup.execute(owner.context, {
      organizationId,
      name: newId(),
      memberIds: [memberId],
    })
    await givePolicy(home, { kind: 'group', id: group.id }, reader, reader)
    await givePolicy(home, { kind: 'member', id: memberId }, reader, reader)
  }
  await actorOfApiKey(caller.key.secretKey, request)
  expect(await statements(() => actorOfApiKey(caller.key.secretKey, request))).toBe(1)
  expect(await statements(() => loadSessionActor(session, request))).toBe(1)
})

test('what a group has its members and applications have, until they leave', async () => {
  const { organizationId } = home
  const caller = await makePowerless(home)
  const application = await createApplication.execute(owner.context, {
    organizationId,
    name: newId(),
  })
  const applicationId = application.id
  const key = await createApiKey.execute(owner.context, { applicationId })
  const { id: groupId } = await createGroup.execute(owner.context, {
    organizationId,
    name: newId(),
  })
  await givePolicy(home, { kind: 'group', id: groupId }, reader)
  const secrets = [caller.key.secretKey, key.secretKey]
  for (const secret of secrets) expect(await mayRead(secret)).toBe(false)
  const both = { memberIds: [memberOf(caller)], applicationIds: [applicationId] }
  await setGroupMembers.execute(owner.context, { groupId, add: both })
  for (const secret of secrets) expect(await mayRead(secret)).toBe(true)
  await setGroupMembers.execute(owner.context, { groupId, remove: both })
  for (const secret of secrets) expect(await mayRead(secret)).toBe(false)
})

test('a condition on address, client and time is decided on the request that comes', async () => {
  const caller = await makePowerless(home)
  const secret = caller.key.secretKey
  const condition =
    'inIpRange(request.ip, "10.0.0.0/8") && request.user_agent.contains("curl") && request.time < timestamp("2099-01-01T00:00:00Z")'
  await givePolicy(home, { kind: 'member', id: memberOf(caller) }, { ...reader, condition })
  expect(await mayRead(secret, { address: '10.1.1.1', userAgent: 'curl/8' })).toBe(true)
  expect(await mayRead(secret, { address: '192.0.2.1', userAgent: 'curl/8' })).toBe(false)
  expect(await mayRead(secret, { address: '10.1.1.1', userAgent: 'wget' })).toBe(false)
  const late = await makePowerless(home)
  const past = 'request.time < timestamp("2020-01-01T00:00:00Z")'
  await givePolicy(home, { kind: 'member', id: memberOf(late) }, { ...reader, condition: past })
  expect(await mayRead(late.key.secretKey)).toBe(false)
})

test('a deleted project leaves the rules that named it, and its rule gives nothing elsewhere', async () => {
  const { organizationId } = home
  const caller = await makePowerless(home)
  const project = await createProject.execute(owner.context, { organizationId, name: newId() })
  const projectId = project.id
  const policyId = await givePolicy(
    home,
    { kind: 'member', id: memberOf(caller) },
    { ...reader, projectIds: [projectId] },
  )
  const summaries = await listProjectSummaries.execute(owner.context, {})
  expect(summaries.find(({ id }) => id === projectId)).toMatchObject({ ruleCount: 1 })
  await deleteProject.execute(owner.context, { projectId })
  expect(await db().policyRule.findMany({ where: { policyId } })).toMatchObject([
    { projectIds: [], isOrganizationWide: false },
  ])
  expect(await mayRead(caller.key.secretKey)).toBe(false)
})

test('a project goes only when it is empty, is no key’s default and is not the last', async () => {
  const elsewhere = await makeOrganization()
  const boss = await makeCaller(elsewhere, { owner: true })
  const refused = { code: 'precondition_failed' }
  const { projectId, organizationId } = elsewhere
  const attempt = () => deleteProject.execute(boss.context, { projectId })
  await expect(attempt()).rejects.toMatchObject({ ...refused, message: /API key/ })
  await db().apiKey.updateMany({
    where: { defaultProjectId: projectId },
    data: { revokedAt: new Date() },
  })
  await expect(attempt()).rejects.toMatchObject({ ...refused, message: /last project/ })
  await createProject.execute(boss.context, { organizationId, name: 'next' })
  await expect(
    deleteProject.execute(boss.context, { projectId, confirmName: 'other' }),
  ).rejects.toMatchObject({ code: 'invalid' })
  await attempt()
})

test('the last owner who can sign in stays, also when two owners go at once', async () => {
  const elsewhere = await makeOrganization()
  const [first, second] = [
    await makeCaller(elsewhere, { owner: true }),
    await makeCaller(elsewhere, { owner: true }),
  ]
  const [one, two] = [memberOf(first), memberOf(second)]
  const outcomes = await Promise.allSettled([
    deleteMember.execute(first.context, { memberId: two }),
    deleteMember.execute(second.context, { memberId: one }),
  ])
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  const { organizationId } = elsewhere
  const [left] = await db().member.findMany({ where: { organizationId } })
  expect(left).toMatchObject({ isOwner: true })
  const last = left?.id === one ? first : second
  const memberId = memberOf(last)
  const refused = { code: 'precondition_failed' }
  await db().member.create({
    data: {
      id: newId(),
      organizationId,
      email: `${newId()}@example.test`,
      name: 'invited',
      isOwner: true,
    },
  })
  await expect(
    updateMember.execute(last.context, { memberId, isOwner: false }),
  ).rejects.toMatchObject(refused)
  const third = await makeCaller(elsewhere, { owner: true })
  await lockMemberAccess.execute(last.context, { memberId: memberOf(third) })
  await expect(
    updateMember.execute(last.context, { memberId, isOwner: false }),
  ).rejects.toMatchObject(refused)
})

test('what somebody may do and who may do something say the same as requests, with the path', async () => {
  const { organizationId, projectId } = home
  const caller = await makePowerless(home)
  const id = memberOf(caller)
  const group = await createGroup.execute(owner.context, {
    organizationId,
    name: newId(),
    memberIds: [id],
  })
  const condition = 'inIpRange(request.ip, "10.0.0.0/8")'
  await givePolicy(home, { kind: 'group', id: group.id }, { ...reader, condition })
  for (const address of ['10.1.1.1', '192.0.2.1']) {
    const isAllowedNow = await mayRead(caller.key.secretKey, { address })
    const explained = await explainPrincipal.execute(owner.context, { kind: 'member', id, address })
    const scope = explained.scopes.find(({ project }) => project?.id === projectId)
    const action = scope?.actions.find((one) => one.action === 'instance.read')
    expect(action).toMatchObject({
      isAllowed: isAllowedNow,
      paths: [{ kind: 'rule', group: { id: group.id }, condition, isConditionMet: isAllowedNow }],
    })
    expect(scope?.actions.some((one) => one.action === 'instance.delete')).toBe(false)
    const who = await whoCan.execute(owner.context, { action: 'instance.read', projectId, address })
    const entry = who.entries.find(({ principal }) => principal.id === id)
    expect(entry).toMatchObject({ isAllowed: isAllowedNow })
    expect(who.entries.find(({ principal }) => principal.id === memberOf(owner))).toMatchObject({
      isAllowed: true,
      paths: [{ kind: 'owner' }],
    })
  }
  expect(await explainPrincipal.execute(caller.context, { kind: 'member', id })).toHaveProperty(
    'scopes',
  )
  await expect(
    explainPrincipal.execute(caller.context, { kind: 'member', id: memberOf(owner) }),
  ).rejects.toMatchObject({ code: 'forbidden' })
  await lockMemberAccess.execute(owner.context, { memberId: id })
  const locked = await whoCan.execute(owner.context, {
    action: 'instance.read',
    projectId,
    address: '10.1.1.1',
  })
  expect(locked.entries.find(({ principal }) => principal.id === id)).toMatchObject({
    isAllowed: false,
    blockedBecause: expect.stringContaining('is locked') as string,
  })
})
