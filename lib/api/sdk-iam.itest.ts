import { createClient, Errors } from '@scaleway/sdk-client'
import { Iamv1alpha1 } from '@scaleway/sdk-iam'
import { Rdbv1 } from '@scaleway/sdk-rdb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { permissionSets } from '@/lib/iam/catalogue.ts'
import { memberOf } from '@/lib/iam/testing.ts'
import { newId } from '@/lib/ids/ids.ts'
import { makeCaller, makeOrganization, reportMachine, serveApi, type Caller } from './testing.ts'
import { callAs } from './testing-call.ts'

let server: Awaited<ReturnType<typeof serveApi>>
let owner: Caller
let viewer: Caller
type Api = InstanceType<typeof Iamv1alpha1.API>

beforeAll(async () => {
  await reportMachine()
  const home = await makeOrganization()
  owner = await makeCaller(home, { owner: true })
  viewer = await makeCaller(home, { permissionSetNames: ['RelationalDatabasesReadOnly'] })
  server = await serveApi()
})
afterAll(() => server.stop())

function settingsOf(accessKey: string, secretKey: string) {
  return createClient({
    accessKey,
    secretKey,
    apiURL: server.url,
    defaultRegion: 'lo-cal',
    defaultOrganizationId: owner.key.organizationId,
    defaultProjectId: owner.key.projectId,
  })
}

const iamOf = ({ key }: Caller, secretKey = key.secretKey): Api =>
  new Iamv1alpha1.API(settingsOf(key.accessKey, secretKey))

const named = (name: string) => ({ name, description: '' })
const reader = { permissionSetNames: ['RelationalDatabasesReadOnly'], condition: '' }

const newUser = (): { username: string; email: string; password: string } => ({
  username: `u-${newId().slice(-12)}`,
  email: `${newId()}@example.test`,
  password: 'Correct-Horse-Battery-7',
})
const member = (changes: object = {}) => ({
  sendPasswordEmail: false,
  sendWelcomeEmail: false,
  firstName: 'Ada',
  lastName: 'Lovelace',
  phoneNumber: '',
  locale: '',
  ...newUser(),
  ...changes,
})

test('the official client takes a user from creation to deletion', async () => {
  const iam = iamOf(owner)
  const given = member()
  const user = await iam.createUser({ member: given, tags: ['a'] })
  expect(user).toMatchObject({
    email: given.email,
    username: given.email,
    firstName: 'Ada',
    lastName: 'Lovelace',
    type: 'member',
    status: 'activated',
    locked: false,
    deletable: true,
    tags: ['a'],
    organizationId: owner.key.organizationId,
  })
  expect(user.createdAt).toBeInstanceOf(Date)
  const userId = user.id
  expect(await iam.getUser({ userId })).toEqual(user)
  const renamed = await iam.updateUser({ userId, firstName: 'Augusta', tags: [] })
  expect(renamed).toMatchObject({ firstName: 'Augusta', lastName: 'Lovelace', tags: [] })
  expect(await iam.updateUserUsername({ userId, username: 'ada.l' })).toMatchObject({
    username: 'ada.l',
  })
  expect((await iam.lockUser({ userId })).locked).toBe(true)
  expect((await iam.unlockUser({ userId })).locked).toBe(false)
  const password = 'Correct-Horse-Battery-8'
  expect((await iam.updateUserPassword({ userId, password })).id).toBe(userId)
  expect((await iam.listUsers({ userIds: [userId, memberOf(owner)] })).totalCount).toBe(2)
  expect((await iam.listUsers({ type: 'owner' })).users.map(({ id }) => id)).toEqual([
    memberOf(owner),
  ])
  await iam.deleteUser({ userId })
  await expect(iam.getUser({ userId })).rejects.toMatchObject({
    name: 'ResourceNotFoundError',
    resource: 'user',
    resourceId: userId,
  })
})

test('a user without a password is invited', async () => {
  const iam = iamOf(owner)
  const { email } = newUser()
  expect(await iam.createUser({ email })).toMatchObject({ email, status: 'invitation_pending' })
  const other = await iam.createUser({ member: member({ password: '' }) })
  expect(other.status).toBe('invitation_pending')
})

test('an application with a key and a policy may do what the policy says, until it may not', async () => {
  const iam = iamOf(owner)
  const application = await iam.createApplication({ name: 'deploy', description: 'CI' })
  expect(application).toMatchObject({
    name: 'deploy',
    description: 'CI',
    nbApiKeys: 0,
    editable: true,
    deletable: true,
    managed: false,
  })
  const applicationId = application.id
  const { projectId, organizationId } = owner.key
  const key = await iam.createAPIKey({
    applicationId,
    description: 'ci',
    defaultProjectId: projectId,
  })
  expect(key).toMatchObject({ applicationId, defaultProjectId: projectId, managed: false })
  expect(key.userId).toBeUndefined()
  expect((await iam.getAPIKey({ accessKey: key.accessKey })).secretKey).toBeNull()
  const rdb = new Rdbv1.API(settingsOf(key.accessKey, key.secretKey ?? ''))
  await expect(rdb.listNodeTypes({ includeDisabledTypes: true })).rejects.toThrow(
    Errors.PermissionsDeniedError,
  )
  const policy = await iam.createPolicy({
    name: 'deployers',
    description: '',
    applicationId,
    rules: [{ ...reader, projectIds: [projectId] }],
  })
  expect(policy).toMatchObject({ applicationId, nbRules: 1, nbScopes: 1, nbPermissionSets: 1 })
  expect((await rdb.listNodeTypes({ includeDisabledTypes: true })).totalCount).toBeGreaterThan(0)
  expect((await iam.getApplication({ applicationId })).nbApiKeys).toBe(1)
  const policyId = policy.id
  const condition = 'request.user_agent.contains("nobody")'
  const { rules } = await iam.setRules({
    policyId,
    rules: [
      { ...reader, organizationId, condition },
      { permissionSetNames: ['IAMReadOnly'], organizationId, condition: '' },
    ],
  })
  expect(rules).toMatchObject([
    { permissionSetsScopeType: 'organization', organizationId, condition },
    { permissionSetNames: ['IAMReadOnly'], condition: '' },
  ])
  expect(await iam.listRules({ policyId }).all()).toEqual(rules)
  await expect(rdb.listNodeTypes({ includeDisabledTypes: true })).rejects.toThrow(
    Errors.PermissionsDeniedError,
  )
  expect(await iam.updatePolicy({ policyId, noPrincipal: true })).toMatchObject({
    noPrincipal: true,
    nbRules: 2,
  })
  expect(await iam.clonePolicy({ policyId })).toMatchObject({
    name: 'deployers (copy)',
    nbRules: 2,
  })
  expect((await iam.listPolicies({ noPrincipal: true })).totalCount).toBe(2)
  expect((await iam.listPolicies({ policyName: 'DEPLOY', pageSize: 1 }).all()).length).toBe(2)
  await iam.deletePolicy({ policyId })
  await iam.deleteAPIKey({ accessKey: key.accessKey })
  await expect(rdb.listNodeTypes({ includeDisabledTypes: true })).rejects.toThrow(
    Errors.DeniedAuthenticationError,
  )
  await iam.deleteApplication({ applicationId })
  await expect(iam.getApplication({ applicationId })).rejects.toThrow(Errors.ResourceNotFoundError)
})

test('groups are made, filled, emptied and deleted', async () => {
  const iam = iamOf(owner)
  const [one, two] = await Promise.all([
    iam.createUser({ member: member() }),
    iam.createUser({ member: member() }),
  ])
  const application = await iam.createApplication(named('member-of-group'))
  const group = await iam.createGroup(named('Operators (night)'))
  expect(group).toMatchObject({ userIds: [], applicationIds: [], description: '' })
  const groupId = group.id
  await iam.addGroupMember({ groupId, userId: one.id })
  await iam.addGroupMembers({ groupId, userIds: [two.id], applicationIds: [application.id] })
  const full = await iam.getGroup({ groupId })
  expect(full.userIds.toSorted()).toEqual([one.id, two.id].toSorted())
  expect(full.applicationIds).toEqual([application.id])
  expect((await iam.listGroups({ userIds: [one.id] })).totalCount).toBe(1)
  expect((await iam.removeGroupMember({ groupId, userId: one.id })).userIds).toEqual([two.id])
  const set = await iam.setGroupMembers({ groupId, userIds: [one.id], applicationIds: [] })
  expect(set).toMatchObject({ userIds: [one.id], applicationIds: [] })
  expect(await iam.updateGroup({ groupId, name: 'Day', tags: ['t'] })).toMatchObject({
    name: 'Day',
  })
  await expect(iam.createGroup(named('Day'))).rejects.toThrow(Errors.AlreadyExistsError)
  await iam.deleteGroup({ groupId })
})

test('keys expire, are described anew and found by bearer', async () => {
  const iam = iamOf(owner)
  const userId = memberOf(owner)
  const expiresAt = new Date(Date.now() + 3_600_000)
  const key = await iam.createAPIKey({ userId, description: 'short', expiresAt })
  expect(key.expiresAt).toEqual(expiresAt)
  expect(key.userId).toBe(userId)
  const { accessKey } = key
  const updated = await iam.updateAPIKey({ accessKey, description: 'shorter' })
  expect(updated).toMatchObject({ description: 'shorter', secretKey: null, expiresAt })
  for (const filter of [
    { bearerId: userId, description: 'shorter' },
    { userId, accessKeys: [accessKey] },
    { bearerType: 'user' as const, accessKey, expired: false },
  ]) {
    expect((await iam.listAPIKeys(filter)).apiKeys.map((found) => found.accessKey)).toEqual([
      accessKey,
    ])
  }
  expect((await iam.listAPIKeys({ expired: true })).totalCount).toBe(0)
  const own = await iamOf(viewer).listAPIKeys()
  expect(own.apiKeys.map((found) => found.accessKey)).toEqual([viewer.key.accessKey])
})

test('permission sets and the organization are there', async () => {
  const iam = iamOf(viewer)
  const sets = await iam.listPermissionSets({ pageSize: 5, orderBy: 'name_asc' }).all()
  expect(sets.map(({ name }) => name)).toEqual(permissionSets.map(({ name }) => name).sort())
  expect(new Set(sets.map(({ id }) => id)).size).toBe(sets.length)
  expect(sets.find(({ name }) => name === 'IAMManager')?.scopeType).toBe('organization')
  expect(await iam.getOrganization()).toMatchObject({ id: owner.key.organizationId })
})

test('every failure reaches the official client as its own class', async () => {
  const iam = iamOf(owner)
  await expect(iamOf(viewer).listUsers()).rejects.toThrow(Errors.PermissionsDeniedError)
  await expect(iamOf(viewer).createGroup(named('no'))).rejects.toMatchObject({
    name: 'PermissionsDeniedError',
    list: [{ resource: 'group', action: 'write' }],
  })
  await expect(iamOf(owner, newId()).listUsers()).rejects.toThrow(Errors.DeniedAuthenticationError)
  await expect(iam.createGroup(named('a/b'))).rejects.toThrow(Errors.InvalidArgumentsError)
  const unknown = newId()
  await expect(iam.getPolicy({ policyId: unknown })).rejects.toMatchObject({
    name: 'ResourceNotFoundError',
    resource: 'policy',
  })
  await expect(iam.getAPIKey({ accessKey: 'SCWAAAAAAAAAAAAAAAAA' })).rejects.toMatchObject({
    resource: 'access_key',
  })
  await expect(iam.deleteUser({ userId: memberOf(owner) })).rejects.toThrow(
    Errors.PreconditionFailedError,
  )
  const bad = iam.createPolicy({
    name: 'bad',
    description: '',
    noPrincipal: true,
    rules: [
      {
        permissionSetNames: ['RelationalDatabasesReadOnly'],
        organizationId: owner.key.organizationId,
        condition: 'request.ip == 7',
      },
    ],
  })
  await expect(bad).rejects.toThrow(Errors.InvalidArgumentsError)
  await expect(bad).rejects.toMatchObject({
    details: [{ argumentName: 'rules.0.condition' }],
  })
})

test('an application in charge of members is kept to the same rules', async () => {
  const iam = iamOf(owner)
  const { id: applicationId } = await iam.createApplication(named('provisioner'))
  await iam.createPolicy({
    name: 'provisioner',
    description: '',
    applicationId,
    rules: [
      {
        permissionSetNames: ['IAMManager'],
        organizationId: owner.key.organizationId,
        condition: '',
      },
    ],
  })
  const key = await iam.createAPIKey({ applicationId, description: '' })
  const limited = new Iamv1alpha1.API(settingsOf(key.accessKey, key.secretKey ?? ''))
  const user = await limited.createUser({ member: member() })
  await expect(limited.lockUser({ userId: memberOf(owner) })).rejects.toThrow(
    Errors.PermissionsDeniedError,
  )
  await expect(limited.createAPIKey({ userId: memberOf(viewer), description: '' })).rejects.toThrow(
    Errors.PermissionsDeniedError,
  )
  await expect(limited.deleteApplication({ applicationId })).rejects.toThrow(
    Errors.PreconditionFailedError,
  )
  await limited.deleteUser({ userId: user.id })
})

test('the document describes every call of IAM, and the one of instances none of them', async () => {
  const pathsOf = async (document: string): Promise<string[]> => {
    const { status, body } = await callAs(owner, 'GET', document, { token: null })
    expect(status).toBe(200)
    return Object.keys(z.record(z.string(), z.unknown()).parse(body.paths))
  }
  const paths = await pathsOf('/iam/v1alpha1/openapi.json')
  for (const path of ['/users/{user_id}/lock', '/rules', '/groups/{group_id}/add-members']) {
    expect(paths).toContain(`/iam/v1alpha1${path}`)
  }
  expect(paths.every((path) => path.startsWith('/iam/v1alpha1/'))).toBe(true)
  const instances = await pathsOf('/rdb/v1/openapi.json')
  expect(instances.every((path) => path.startsWith('/rdb/v1/'))).toBe(true)
})
