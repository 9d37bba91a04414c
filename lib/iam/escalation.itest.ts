import { beforeAll, expect, test } from 'vitest'
import { makeCaller, makeOrganization, type Caller } from '@/lib/api/testing.ts'
import { actorOfApiKey } from '@/lib/auth/api-keys.ts'
import { db } from '@/lib/db/db.ts'
import { newId } from '@/lib/ids/ids.ts'
import { createApiKey } from './api-keys/commands/create.ts'
import { updateApiKey } from './api-keys/commands/update.ts'
import { createApplication } from './applications/commands/create.ts'
import { createGroup } from './groups/commands/create.ts'
import { setGroupMembers } from './groups/commands/set-members.ts'
import { updateGroup } from './groups/commands/update.ts'
import { createMember } from './members/commands/create.ts'
import { inviteMember } from './members/commands/invite.ts'
import { lockMemberAccess } from './members/commands/lock.ts'
import { unlockMemberAccess } from './members/commands/unlock.ts'
import { updateMemberPassword } from './members/commands/update-password.ts'
import { updateMember } from './members/commands/update.ts'
import { clonePolicy } from './policies/commands/clone.ts'
import { createPolicy } from './policies/commands/create.ts'
import { updatePolicy } from './policies/commands/update.ts'
import { givePolicy, makePowerless, memberOf, request, type Home } from './testing.ts'

let home: Home
let owner: Caller
let manager: Caller
let operator: Caller

const reader = ['RelationalDatabasesReadOnly']
const everything = ['RelationalDatabasesFullAccess']
const forbidden = { code: 'forbidden' }

beforeAll(async () => {
  home = await makeOrganization()
  owner = await makeCaller(home, { owner: true })
  manager = await makeCaller(home, { permissionSetNames: ['IAMManager', ...reader] })
  operator = await makeCaller(home, { permissionSetNames: everything })
})

const memberPrincipal = (caller: Caller) => ({ kind: 'member' as const, id: memberOf(caller) })
const rule = (permissionSetNames: string[], condition = '') => ({
  permissionSetNames,
  isOrganizationWide: true,
  condition,
})
const newPolicy = (
  principal: { kind: 'member' | 'group' | 'application'; id: string } | null,
  ...rules: ReturnType<typeof rule>[]
) => ({ organizationId: home.organizationId, name: newId(), principal, rules })

async function makeGroup(...permissionSetNames: string[]): Promise<string> {
  const { organizationId } = home
  const { id } = await createGroup.execute(owner.context, { organizationId, name: newId() })
  if (permissionSetNames.length > 0) {
    await givePolicy(home, { kind: 'group', id }, { permissionSetNames })
  }
  return id
}

const newMember = () => ({
  organizationId: home.organizationId,
  email: `${newId()}@example.test`,
  password: 'Correct-Horse-Battery-7',
})

test('whoever manages members makes members, but no owners, and the attempt is recorded', async () => {
  const refused = { ...newMember(), isOwner: true }
  await expect(createMember.execute(manager.context, refused)).rejects.toMatchObject(forbidden)
  expect(await db().member.findUnique({ where: { email: refused.email } })).toBeNull()
  const { requestId } = manager.context
  const where = { requestId, action: 'member.create', outcome: 'refused' }
  expect(await db().auditEntry.count({ where })).toBe(1)
  expect(await createMember.execute(manager.context, newMember())).toMatchObject({ isOwner: false })
  expect(
    await createMember.execute(owner.context, { ...newMember(), isOwner: true }),
  ).toMatchObject({ isOwner: true })
  const memberId = memberOf(manager)
  await expect(
    updateMember.execute(manager.context, { memberId, isOwner: true }),
  ).rejects.toMatchObject(forbidden)
})

test('a policy gives no more than its maker has, to themselves, to others and to nobody yet', async () => {
  const other = await makePowerless(home)
  for (const principal of [memberPrincipal(manager), memberPrincipal(other), null]) {
    for (const sets of [everything, ['OrganizationManager'], ['AllProductsFullAccess']]) {
      await expect(
        createPolicy.execute(manager.context, newPolicy(principal, rule(reader), rule(sets))),
      ).rejects.toMatchObject(forbidden)
    }
    await createPolicy.execute(manager.context, newPolicy(principal, rule(reader)))
    await createPolicy.execute(manager.context, newPolicy(principal, rule(['IAMReadOnly'])))
  }
})

test('rights in one project are passed on in that project only', async () => {
  const local = await makePowerless(home)
  const projectId = newId()
  const { organizationId } = home
  await db().project.create({ data: { id: projectId, organizationId, name: projectId } })
  await givePolicy(
    home,
    memberPrincipal(local),
    { permissionSetNames: ['IAMManager'] },
    { permissionSetNames: everything, projectIds: [projectId] },
  )
  const actor = await actorOfApiKey(local.key.secretKey, request)
  const context = { actor, requestId: newId(), ...request }
  const other = memberPrincipal(await makePowerless(home))
  const inProjects = (...projectIds: string[]) => ({
    ...newPolicy(other),
    rules: [{ permissionSetNames: everything, isOrganizationWide: false, projectIds }],
  })
  await createPolicy.execute(context, inProjects(projectId))
  await expect(
    createPolicy.execute(context, inProjects(projectId, home.projectId)),
  ).rejects.toMatchObject(forbidden)
  await expect(
    createPolicy.execute(context, newPolicy(null, rule(everything))),
  ).rejects.toMatchObject(forbidden)
})

test('rights on a condition are passed on with that condition only', async () => {
  const limited = await makePowerless(home)
  const condition = 'inIpRange(request.ip, "192.0.2.0/24")'
  await givePolicy(
    home,
    memberPrincipal(limited),
    { permissionSetNames: ['IAMManager'] },
    { permissionSetNames: reader, condition },
  )
  const contextFrom = async (address: string) => ({
    actor: await actorOfApiKey(limited.key.secretKey, { ...request, address }),
    requestId: newId(),
    ...request,
  })
  const inside = await contextFrom('192.0.2.1')
  await createPolicy.execute(inside, newPolicy(null, rule(reader, condition)))
  for (const wider of ['', 'inIpRange(request.ip, "0.0.0.0/0")', 'true']) {
    await expect(
      createPolicy.execute(inside, newPolicy(null, rule(reader, wider))),
    ).rejects.toMatchObject(forbidden)
  }
  await expect(
    createPolicy.execute(
      await contextFrom('198.51.100.1'),
      newPolicy(null, rule(reader, condition)),
    ),
  ).rejects.toMatchObject(forbidden)
})

test('a policy of others is not widened, turned to oneself or copied, but may be narrowed', async () => {
  const condition = 'request.time < timestamp("2099-01-01T00:00:00Z")'
  const policyId = await givePolicy(
    home,
    memberPrincipal(operator),
    { permissionSetNames: everything, condition },
    { permissionSetNames: reader },
  )
  const change = (input: object) => updatePolicy.execute(manager.context, { policyId, ...input })
  const raises = [
    { principal: memberPrincipal(manager) },
    { principal: { kind: 'group', id: await makeGroup() } },
    { rules: [rule(everything)] },
    { rules: [rule([...everything, 'AllProductsFullAccess'], condition)] },
  ]
  for (const raise of raises) await expect(change(raise)).rejects.toMatchObject(forbidden)
  await expect(clonePolicy.execute(manager.context, { policyId })).rejects.toMatchObject(forbidden)
  await change({ name: 'Renamed', description: 'by a manager' })
  expect((await change({ rules: [rule(everything, condition)] })).rules).toHaveLength(1)
  expect((await change({ rules: [] })).rules).toEqual([])
})

test('nobody is put into a group that has more than the one who does it', async () => {
  const groupId = await makeGroup(...everything)
  const memberIds = [memberOf(manager)]
  const { organizationId } = home
  const { id } = await createApplication.execute(manager.context, { organizationId, name: newId() })
  const refused = [
    () => setGroupMembers.execute(manager.context, { groupId, memberIds }),
    () => setGroupMembers.execute(manager.context, { groupId, add: { memberIds } }),
    () => setGroupMembers.execute(manager.context, { groupId, add: { applicationIds: [id] } }),
    () => updateGroup.execute(manager.context, { groupId, oidcGroups: ['everybody'] }),
    () => createMember.execute(manager.context, { ...newMember(), groupIds: [groupId] }),
  ]
  for (const attempt of refused) await expect(attempt()).rejects.toMatchObject(forbidden)
  const harmless = await makeGroup(...reader)
  await setGroupMembers.execute(manager.context, { groupId: harmless, memberIds })
  await setGroupMembers.execute(owner.context, { groupId, memberIds })
  const left = await setGroupMembers.execute(manager.context, { groupId, remove: { memberIds } })
  expect(left.members).toEqual([])
})

test('a group that has members is given no more than the giver has', async () => {
  const principal = { kind: 'group' as const, id: await makeGroup() }
  await expect(
    createPolicy.execute(manager.context, newPolicy(principal, rule(everything))),
  ).rejects.toMatchObject(forbidden)
})

test('nobody gets a key, a password or a link of somebody with more rights', async () => {
  const pending = await createMember.execute(owner.context, {
    organizationId: home.organizationId,
    email: `${newId()}@example.test`,
  })
  await givePolicy(home, { kind: 'member', id: pending.id }, { permissionSetNames: everything })
  await expect(
    inviteMember.execute(manager.context, { memberId: pending.id }),
  ).rejects.toMatchObject(forbidden)
  const password = 'Correct-Horse-Battery-8'
  const keys = await db().apiKey.count()
  for (const stronger of [owner, operator]) {
    const memberId = memberOf(stronger)
    const { accessKey } = stronger.key
    const refused = [
      () => createApiKey.execute(manager.context, { memberId }),
      () => updateApiKey.execute(manager.context, { accessKey, expiresAt: null }),
      () => updateMemberPassword.execute(manager.context, { memberId, password }),
      () => unlockMemberAccess.execute(manager.context, { memberId }),
    ]
    for (const attempt of refused) await expect(attempt()).rejects.toMatchObject(forbidden)
  }
  expect(await db().apiKey.count()).toBe(keys)
  const weaker = await makePowerless(home)
  await createApiKey.execute(manager.context, { memberId: memberOf(weaker) })
  await updateMemberPassword.execute(manager.context, { memberId: memberOf(weaker), password })
  await createApiKey.execute(owner.context, { memberId: memberOf(operator) })
})

test('rights through a group count when somebody’s key is asked for', async () => {
  const stronger = await makePowerless(home)
  const memberId = memberOf(stronger)
  await createApiKey.execute(manager.context, { memberId })
  const groupId = await makeGroup(...everything)
  await setGroupMembers.execute(owner.context, { groupId, memberIds: [memberId] })
  await expect(createApiKey.execute(manager.context, { memberId })).rejects.toMatchObject(forbidden)
})

test('an application with more rights lends no key to whoever manages applications', async () => {
  const { organizationId } = home
  const name = newId()
  const { id } = await createApplication.execute(manager.context, { organizationId, name })
  await createApiKey.execute(manager.context, { applicationId: id })
  await givePolicy(home, { kind: 'application', id }, { permissionSetNames: everything })
  await expect(createApiKey.execute(manager.context, { applicationId: id })).rejects.toMatchObject(
    forbidden,
  )
})

test('everybody makes keys for themselves, but a key that expires makes none that outlives it', async () => {
  const caller = await makePowerless(home)
  const memberId = memberOf(caller)
  const soon = new Date(Date.now() + 60_000).toISOString()
  const later = new Date(Date.now() + 120_000).toISOString()
  const key = await createApiKey.execute(caller.context, { memberId, expiresAt: soon })
  const actor = await actorOfApiKey(key.secretKey, request)
  const context = { actor, requestId: newId(), ...request }
  await createApiKey.execute(context, { memberId, expiresAt: soon })
  const { accessKey } = key
  const refused = [
    () => createApiKey.execute(context, { memberId }),
    () => createApiKey.execute(context, { memberId, expiresAt: later }),
    () => updateApiKey.execute(context, { accessKey, expiresAt: null }),
    () => updateApiKey.execute(context, { accessKey, expiresAt: later }),
  ]
  for (const attempt of refused) await expect(attempt()).rejects.toMatchObject(forbidden)
})

test('of one’s own account the name is one’s own, tags and ownership are not', async () => {
  const { context, ...caller } = await makePowerless(home)
  const memberId = memberOf({ context, ...caller })
  expect(await updateMember.execute(context, { memberId, name: 'Ada' })).toMatchObject({
    name: 'Ada',
  })
  for (const change of [{ tags: ['admin'] }, { isOwner: true }]) {
    await expect(updateMember.execute(context, { memberId, ...change })).rejects.toMatchObject(
      forbidden,
    )
  }
})

test('an owner’s account is changed by owners only, and nobody locks themselves out', async () => {
  const memberId = memberOf(owner)
  await expect(
    updateMember.execute(manager.context, { memberId, name: 'Owned' }),
  ).rejects.toMatchObject(forbidden)
  await expect(lockMemberAccess.execute(manager.context, { memberId })).rejects.toMatchObject(
    forbidden,
  )
  await expect(
    lockMemberAccess.execute(manager.context, { memberId: memberOf(manager) }),
  ).rejects.toMatchObject({ code: 'precondition_failed' })
})
