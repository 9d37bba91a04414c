import { beforeAll, expect, test } from 'vitest'
import { makeCaller, makeOrganization, type Caller } from '@/lib/api/testing.ts'
import { db } from '@/lib/db/db.ts'
import { createMember } from '@/lib/iam/members/commands/create.ts'
import { inviteMember } from '@/lib/iam/members/commands/invite.ts'
import { lockMemberAccess } from '@/lib/iam/members/commands/lock.ts'
import type { NewMemberDto } from '@/lib/iam/members/schema.ts'
import { newId } from '@/lib/ids/ids.ts'
import { acceptInvitation, readInvitation } from './invitation.ts'
import { signInWithPassword } from './sign-in.ts'

let home: { organizationId: string; projectId: string }
let owner: Caller
const password = 'Correct-Horse-Battery-7'

beforeAll(async () => {
  home = await makeOrganization()
  owner = await makeCaller(home, { owner: true })
})

const from = (address: string) => ({ requestId: newId(), address, userAgent: 'test' })
const tokenOf = (path: string | undefined): string => path?.split('/').at(-1) ?? ''
const notGood = {
  code: 'not_found',
  message: expect.stringContaining('Ask who invited you') as string,
}

async function invite(): Promise<{ member: NewMemberDto; token: string }> {
  const { organizationId } = home
  const email = `${newId()}@example.test`
  const member = await createMember.execute(owner.context, { organizationId, email })
  return { member, token: tokenOf(member.invitation?.path) }
}

test('an invited member chooses a password by the link, once, and signs in with it', async () => {
  const { member, token } = await invite()
  const request = from('192.0.2.1')
  expect(member).toMatchObject({ status: 'invitation_pending', hasPassword: false })
  expect(await readInvitation(request, token)).toMatchObject({ email: member.email })
  expect(await acceptInvitation(request, { token, password })).toEqual({ email: member.email })
  const { email } = member
  expect(await signInWithPassword(request, { email, password })).toMatchObject({
    memberId: member.id,
  })
  await expect(acceptInvitation(request, { token, password })).rejects.toMatchObject(notGood)
  expect(await readInvitation(request, token)).toBeNull()
  const entries = await db().auditEntry.findMany({ where: { requestId: request.requestId } })
  expect(entries).toMatchObject([
    { action: 'member.accept-invitation', outcome: 'allowed', resourceId: member.id },
    { action: 'session.create', outcome: 'allowed' },
    { action: 'member.accept-invitation', outcome: 'refused', resourceId: null },
  ])
  expect(JSON.stringify(entries)).not.toContain(token)
})

test('nothing tells why a link is no good: unknown, replaced, expired, locked, deleted', async () => {
  const replaced = await invite()
  await inviteMember.execute(owner.context, { memberId: replaced.member.id })
  const expired = await invite()
  const where = { id: expired.member.id }
  await db().member.update({ where, data: { inviteExpiresAt: new Date(0) } })
  const locked = await invite()
  await lockMemberAccess.execute(owner.context, { memberId: locked.member.id })
  const deleted = await invite()
  await db().member.delete({ where: { id: deleted.member.id } })
  const request = from('192.0.2.2')
  for (const { token } of [{ token: 'unknown' }, replaced, expired, locked, deleted]) {
    expect(await readInvitation(request, token)).toBeNull()
    await expect(acceptInvitation(request, { token, password })).rejects.toMatchObject(notGood)
  }
  expect(await db().member.count({ where: { ...where, passwordHash: { not: null } } })).toBe(0)
})

test('a new link replaces the old one and works; a member who has accepted gets none', async () => {
  const { member } = await invite()
  const memberId = member.id
  const { path } = await inviteMember.execute(owner.context, { memberId })
  await acceptInvitation(from('192.0.2.3'), { token: tokenOf(path), password })
  await expect(inviteMember.execute(owner.context, { memberId })).rejects.toMatchObject({
    code: 'precondition_failed',
  })
})

test('links cannot be tried without end, and a good one is not held up by it', async () => {
  const { token } = await invite()
  const request = from('198.51.100.4')
  for (let i = 0; i < 20; i += 1) expect(await readInvitation(request, newId())).toBeNull()
  await expect(readInvitation(request, newId())).rejects.toMatchObject({
    code: 'too_many_requests',
  })
  await expect(acceptInvitation(request, { token: newId(), password })).rejects.toMatchObject({
    code: 'too_many_requests',
  })
  await acceptInvitation(request, { token, password })
})

test('a weak password is refused whatever the link, and the link stays good', async () => {
  const { token } = await invite()
  for (const given of [token, 'unknown']) {
    await expect(
      acceptInvitation(from('192.0.2.5'), { token: given, password: 'short' }),
    ).rejects.toMatchObject({ code: 'invalid', message: 'At least 12 characters.' })
  }
  await acceptInvitation(from('192.0.2.5'), { token, password })
})
