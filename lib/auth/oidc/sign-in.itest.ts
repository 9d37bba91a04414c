import { beforeEach, describe, expect, test } from 'vitest'
import { loadSessionActor } from '@/lib/auth/sessions.ts'
import { db } from '@/lib/db/db.ts'
import type { OidcSettings } from '@/lib/env/oidc.ts'
import { ensureInstallation } from '@/lib/iam/organization.ts'
import { newId } from '@/lib/ids/ids.ts'
import { signInWithOidc } from './sign-in.ts'

const settings: OidcSettings = {
  issuer: 'https://id.example.test',
  clientId: 'holdfast',
  clientSecret: 'secret',
  name: 'Example',
  groupsClaim: 'groups',
  allowedDomains: [],
  autoCreate: true,
}

const request = () => ({ requestId: newId(), address: '192.0.2.1', userAgent: 'Browser/1' })

let organizationId: string
let projectId: string
let person: { sub: string; email: string; email_verified: boolean; groups: string[] }

beforeEach(async () => {
  const installation = await ensureInstallation()
  organizationId = installation.organizationId
  projectId = installation.defaultProjectId
  const name = newId()
  person = { sub: name, email: `${name}@example.test`, email_verified: true, groups: [] }
})

const signIn = (claims: object = person, changes: Partial<OidcSettings> = {}) =>
  signInWithOidc({ ...settings, ...changes }, request(), { ...claims })

async function memberOf(signedIn: Awaited<ReturnType<typeof signIn>>): Promise<string> {
  if (!signedIn.ok) throw new Error(`refused: ${signedIn.reason}`)
  const actor = await loadSessionActor(signedIn.sessionId, { address: null, userAgent: null })
  expect(actor).toMatchObject({ kind: 'member', memberId: signedIn.memberId })
  return signedIn.memberId
}

const makeMember = (changes: object = {}) =>
  db().member.create({
    data: { id: newId(), organizationId, email: person.email, name: 'Ana', ...changes },
  })

/** A group for one of the provider's, with a policy that lets its members read instances. */
async function makeGroup(oidcGroups: string[]): Promise<string> {
  const id = newId()
  await db().group.create({ data: { id, organizationId, name: id, oidcGroups } })
  await db().policy.create({
    data: {
      id: newId(),
      organizationId,
      name: id,
      groupId: id,
      rules: {
        create: {
          id: newId(),
          position: 0,
          permissionSetNames: ['RelationalDatabasesReadOnly'],
          isOrganizationWide: true,
        },
      },
    },
  })
  return id
}

async function mayRead(signedIn: Awaited<ReturnType<typeof signIn>>): Promise<boolean> {
  if (!signedIn.ok) throw new Error(`refused: ${signedIn.reason}`)
  const actor = await loadSessionActor(signedIn.sessionId, { address: null, userAgent: null })
  if (actor?.kind !== 'member') throw new Error('no session')
  return actor.rights.allows('instance.read', { projectId })
}

const groupsOf = async (memberId: string): Promise<string[]> =>
  (await db().groupMember.findMany({ where: { memberId } })).map(({ groupId }) => groupId).sort()

describe('who signs in', () => {
  test('becomes a member without rights once, however often they come', async () => {
    const first = await memberOf(await signIn())
    expect(await memberOf(await signIn())).toBe(first)
    expect(await mayRead(await signIn())).toBe(false)
    const row = await db().member.findUniqueOrThrow({ where: { id: first } })
    expect(row).toMatchObject({ isOwner: false, passwordHash: null, oidcSubject: person.sub })
  })

  test('is made a member once when two browsers come at the same moment', async () => {
    const [left, right] = await Promise.all([signIn(), signIn()])
    expect(await memberOf(left)).toBe(await memberOf(right))
  })

  test('becomes the member with the same verified e-mail, and stays it under another e-mail', async () => {
    const member = await makeMember({ isOwner: true, inviteTokenHash: newId() })
    expect(await memberOf(await signIn())).toBe(member.id)
    expect(await memberOf(await signIn({ ...person, email: 'new@example.test' }))).toBe(member.id)
    expect(await memberOf(await signIn({ ...person, email_verified: false }))).toBe(member.id)
    const row = await db().member.findUniqueOrThrow({ where: { id: member.id } })
    expect(row).toMatchObject({ isOwner: true, inviteTokenHash: null, email: person.email })
  })
})

describe('who is refused', () => {
  async function expectRefused(
    reason: string,
    claims: object = person,
    changes: Partial<OidcSettings> = {},
  ): Promise<void> {
    const before = await db().authSession.count()
    const facts = request()
    const result = await signInWithOidc({ ...settings, ...changes }, facts, { ...claims })
    expect(result).toEqual({ ok: false, reason })
    expect(await db().authSession.count()).toBe(before)
    const entries = await db().auditEntry.findMany({ where: { requestId: facts.requestId } })
    expect(entries).toMatchObject([
      { action: 'session.create', outcome: 'refused', userAgent: 'Browser/1', after: { reason } },
    ])
  }

  test('somebody whose e-mail the provider has not verified, whoever has it here', async () => {
    await expectRefused('unverified', { ...person, email_verified: false })
    const member = await makeMember({ isOwner: true })
    await expectRefused('unverified', { ...person, email_verified: undefined })
    const row = await db().member.findUniqueOrThrow({ where: { id: member.id } })
    expect(row.oidcSubject).toBeNull()
  })

  test('a second person of the provider with the e-mail of the first', async () => {
    await signIn()
    await expectRefused('taken', { ...person, sub: newId() })
  })

  test('a stranger, when nobody becomes a member by signing in', async () => {
    await expectRefused('unknown', person, { autoCreate: false })
    expect(await db().member.count({ where: { email: person.email } })).toBe(0)
  })

  test('a domain that is not allowed, also of who was let in before', async () => {
    const allowedDomains = ['example.org']
    await expectRefused('domain', person, { allowedDomains })
    await signIn()
    await expectRefused('domain', person, { allowedDomains })
    const lookalike = { ...person, sub: newId(), email: 'x@example.test.example.org.evil.test' }
    await expectRefused('domain', lookalike, { allowedDomains })
  })

  test('a locked member, known or met by e-mail', async () => {
    const member = await makeMember({ lockedAt: new Date() })
    await expectRefused('locked')
    const { issuer: oidcIssuer } = settings
    await db().member.update({
      where: { id: member.id },
      data: { oidcIssuer, oidcSubject: person.sub },
    })
    await expectRefused('locked')
  })

  test('a person of another provider under the same subject', async () => {
    await signIn()
    const issuer = 'https://other.example.test'
    await expectRefused('taken', person, { issuer })
  })

  test('claims without a subject', async () => {
    await expectRefused('incomplete', { email: person.email, email_verified: true })
  })
})

describe('groups of the provider', () => {
  test('give the rights of the groups that name them, and take them away again', async () => {
    const [dba, ops] = [newId(), newId()]
    const reading = await makeGroup([dba, newId()])
    const other = await makeGroup([ops])
    const signedIn = await signIn({ ...person, groups: [dba] })
    const memberId = await memberOf(signedIn)
    expect(await groupsOf(memberId)).toEqual([reading])
    expect(await mayRead(signedIn)).toBe(true)
    await signIn({ ...person, groups: [ops] })
    expect(await groupsOf(memberId)).toEqual([other])
    await signIn({ ...person, groups: undefined })
    expect(await groupsOf(memberId)).toEqual([])
    expect(await mayRead(signedIn)).toBe(false)
  })

  test('leave alone what was given in the console', async () => {
    const name = newId()
    const [given, both] = [await makeGroup([]), await makeGroup([name])]
    const memberId = await memberOf(await signIn())
    await db().groupMember.createMany({
      data: [given, both].map((groupId) => ({ groupId, memberId })),
    })
    await signIn({ ...person, groups: [name] })
    await signIn()
    expect(await groupsOf(memberId)).toEqual([given, both].sort())
  })

  test('of another organization give nothing', async () => {
    const [name, id] = [newId(), newId()]
    await db().organization.create({ data: { id, name: id } })
    await db().group.create({
      data: { id: newId(), organizationId: id, name, oidcGroups: [name] },
    })
    expect(await groupsOf(await memberOf(await signIn({ ...person, groups: [name] })))).toEqual([])
  })

  test('are recorded when they change somebody’s memberships, with who and what', async () => {
    const name = newId()
    const group = await makeGroup([name])
    const facts = request()
    await signInWithOidc(settings, facts, { ...person, groups: [name] })
    const actions = await db().auditEntry.findMany({
      where: { requestId: facts.requestId },
      orderBy: { action: 'asc' },
    })
    expect(actions).toMatchObject([
      { action: 'group.set-members', resourceId: group, after: { joined: person.email } },
      { action: 'member.create', resourceName: person.email },
      { action: 'session.create', outcome: 'allowed', after: { provider: settings.issuer } },
    ])
  })
})
